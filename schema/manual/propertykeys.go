package manual

const (
	property          = "properties.*"
	propertyExtension = property + ".x-google-marketplace"
)

var propertyKeys = []Key{
	{Path: property, Type: Map, Summary: "A parameter; its name has letters, digits, _ . and - only."},
	{Path: property + ".type", Type: Text, Values: []string{"string", "integer", "int", "number", "boolean"}, Required: Always, Summary: "Type of the value."},
	{Path: property + ".default", Type: Scalar, Summary: "The value that counts if none is given."},
	{Path: property + ".title", Type: Text, Summary: "Name of the field in the install form."},
	{Path: property + ".description", Type: Text, Summary: "What the parameter is for; shown with the field."},
	{Path: property + ".placeholder", Type: Text, Summary: "Example that an empty field shows."},
	{Path: property + ".enum", Type: List, Summary: "The only values that can be chosen."},
	{Path: property + ".minimum", Type: Number, Summary: "Smallest value of an integer or number."},
	{Path: property + ".maximum", Type: Number, Summary: "Largest value of an integer or number."},
	{Path: property + ".minLength", Type: Integer, Summary: "Smallest number of characters of a string."},
	{Path: property + ".maxLength", Type: Integer, Summary: "Largest number of characters of a string."},
	{Path: property + ".pattern", Type: Text, Summary: "Regular expression (RE2) that a string must match somewhere; ^ and $ anchor it."},
	{Path: propertyExtension, Type: Map, Summary: "What the parameter is to the marketplace."},
}

var propertyExtensionKeys = []Key{
	{Path: propertyExtension + ".type", Type: Text, Values: []string{
		"NAME", "NAMESPACE", "DEPLOYER_IMAGE", "MASKED_FIELD", "ISTIO_ENABLED", "INGRESS_AVAILABLE", "APPLICATION_UID", "IMAGE",
		"GENERATED_PASSWORD", "SERVICE_ACCOUNT", "STORAGE_CLASS", "STRING", "REPORTING_SECRET", "TLS_CERTIFICATE",
	}, Required: Always, Summary: "Extended type of the parameter, which says where its value comes from."},
	{Path: propertyExtension + ".generatedPassword", Type: Map, Summary: "How a GENERATED_PASSWORD is made."},
	{Path: propertyExtension + ".generatedPassword.length", Type: Integer, Default: "10", Summary: "Number of characters, 8 to 1024."},
	{Path: propertyExtension + ".generatedPassword.includeSymbols", Type: Boolean, Default: "false", Summary: "Whether the password has one of * - + . in it."},
	{Path: propertyExtension + ".generatedPassword.base64", Type: Boolean, Default: "true", Summary: "Whether the value is the base64 encoding of the password."},
	{Path: propertyExtension + ".serviceAccount", Type: Map, Summary: "The service account that a SERVICE_ACCOUNT is the name of."},
	{Path: propertyExtension + ".storageClass", Type: Map, Summary: "The storage class that a STORAGE_CLASS is the name of."},
	{Path: propertyExtension + ".storageClass.type", Type: Text, Required: Always, Summary: "Kind of storage; SSD."},
	{Path: propertyExtension + ".applicationUid", Type: Map, Summary: "What is derived from an APPLICATION_UID."},
	{Path: propertyExtension + ".applicationUid.generatedProperties", Type: Map, Summary: "Names of the derived values."},
	{Path: propertyExtension + ".applicationUid.generatedProperties.createApplicationBoolean", Type: Text, Summary: "Name of a value that is true if there is no Application yet."},
	{Path: propertyExtension + ".image", Type: Map, Summary: "What is derived from an IMAGE (schema v1)."},
	{Path: propertyExtension + ".image.generatedProperties", Type: Map, Summary: "Names of the derived values."},
	{Path: propertyExtension + ".image.generatedProperties.splitByColon", Type: Map, Summary: "Cuts the reference at the colon of its tag."},
	{Path: propertyExtension + ".image.generatedProperties.splitByColon.before", Type: Text, Required: Always, Summary: "Name of the value for what stands before the colon."},
	{Path: propertyExtension + ".image.generatedProperties.splitByColon.after", Type: Text, Required: Always, Summary: "Name of the value for what stands after the colon."},
	{Path: propertyExtension + ".image.generatedProperties.splitToRegistryRepoTag", Type: Map, Summary: "Cuts the reference into registry, repository and tag."},
	{Path: propertyExtension + ".image.generatedProperties.splitToRegistryRepoTag.registry", Type: Text, Required: Always, Summary: "Name of the value for the registry."},
	{Path: propertyExtension + ".image.generatedProperties.splitToRegistryRepoTag.repo", Type: Text, Required: Always, Summary: "Name of the value for the repository."},
	{Path: propertyExtension + ".image.generatedProperties.splitToRegistryRepoTag.tag", Type: Text, Required: Always, Summary: "Name of the value for the tag."},
	{Path: propertyExtension + ".string", Type: Map, Summary: "What is derived from a STRING."},
	{Path: propertyExtension + ".string.generatedProperties", Type: Map, Summary: "Names of the derived values."},
	{Path: propertyExtension + ".string.generatedProperties.base64Encoded", Type: Text, Summary: "Name of the value for the base64 encoding."},
	{Path: propertyExtension + ".reportingSecret", Type: Map, Summary: "Has no keys; a REPORTING_SECRET is the name of a Secret with the credentials for reporting usage."},
	{Path: propertyExtension + ".tlsCertificate", Type: Map, Summary: "How a TLS_CERTIFICATE is made, and what is derived from it."},
	{Path: propertyExtension + ".tlsCertificate.privateKeyAlgorithm", Type: Text, Values: []string{"RSA", "ECDSA"}, Default: "RSA", Summary: "Kind of the key of a generated certificate: RSA with 2048 bits, or ECDSA on P-256."},
	{Path: propertyExtension + ".tlsCertificate.generatedProperties", Type: Map, Summary: "Names of the derived values."},
	{Path: propertyExtension + ".tlsCertificate.generatedProperties.base64EncodedPrivateKey", Type: Text, Summary: "Name of the value for the base64 encoding of the private key's PEM text."},
	{Path: propertyExtension + ".tlsCertificate.generatedProperties.base64EncodedCertificate", Type: Text, Summary: "Name of the value for the base64 encoding of the certificate's PEM text."},
}
