package manual

const (
	generatedPassword = propertyExtension + ".generatedPassword"
	uidDerived        = propertyExtension + ".applicationUid.generatedProperties"
	imageDerived      = propertyExtension + ".image.generatedProperties"
	stringDerived     = propertyExtension + ".string.generatedProperties"
	certificate       = propertyExtension + ".tlsCertificate"
)

var propertyExtensionKeys = []Key{
	{Path: propertyExtension + ".type", Type: Text, Values: extendedTypes, Required: Always, Summary: "Extended type of the parameter, which says where its value comes from."},
	{Path: generatedPassword, Type: Map, Summary: "How a GENERATED_PASSWORD is made."},
	{Path: generatedPassword + ".length", Type: Integer, Default: "10", Summary: "Number of characters, 8 to 1024."},
	{Path: generatedPassword + ".includeSymbols", Type: Boolean, Default: "false", Summary: "Whether the password has one of * - + . in it."},
	{Path: generatedPassword + ".base64", Type: Boolean, Default: "true", Summary: "Whether the value is the base64 encoding of the password."},
	{Path: propertyAccount, Type: Map, Summary: "The service account that a SERVICE_ACCOUNT is the name of."},
	{Path: propertyExtension + ".storageClass", Type: Map, Summary: "The storage class that a STORAGE_CLASS is the name of."},
	{Path: propertyExtension + ".storageClass.type", Type: Words, Values: []Value{{"SSD", "Disks of flash memory."}}, Open: true, Required: Always, Summary: "Kind of storage; SSD."},
	{Path: propertyExtension + ".applicationUid", Type: Map, Summary: "What is derived from an APPLICATION_UID."},
	{Path: uidDerived, Type: Map, Summary: "Names of the derived values."},
	{Path: uidDerived + ".createApplicationBoolean", Type: Text, Summary: "Name of a value that is true if there is no Application yet."},
	{Path: propertyExtension + ".image", Type: Map, Only: "v1", Summary: "What is derived from an IMAGE (schema v1)."},
	{Path: imageDerived, Type: Map, Only: "v1", Summary: "Names of the derived values."},
	{Path: imageDerived + ".splitByColon", Type: Map, Only: "v1", Summary: "Cuts the reference at the colon of its tag."},
	{Path: imageDerived + ".splitByColon.before", Type: Text, Required: Always, Only: "v1", Summary: "Name of the value for what stands before the colon."},
	{Path: imageDerived + ".splitByColon.after", Type: Text, Required: Always, Only: "v1", Summary: "Name of the value for what stands after the colon."},
	{Path: imageDerived + ".splitToRegistryRepoTag", Type: Map, Only: "v1", Summary: "Cuts the reference into registry, repository and tag."},
	{Path: imageDerived + ".splitToRegistryRepoTag.registry", Type: Text, Required: Always, Only: "v1", Summary: "Name of the value for the registry."},
	{Path: imageDerived + ".splitToRegistryRepoTag.repo", Type: Text, Required: Always, Only: "v1", Summary: "Name of the value for the repository."},
	{Path: imageDerived + ".splitToRegistryRepoTag.tag", Type: Text, Required: Always, Only: "v1", Summary: "Name of the value for the tag."},
	{Path: propertyExtension + ".string", Type: Map, Summary: "What is derived from a STRING."},
	{Path: stringDerived, Type: Map, Summary: "Names of the derived values."},
	{Path: stringDerived + ".base64Encoded", Type: Text, Summary: "Name of the value for the base64 encoding."},
	{Path: propertyExtension + ".reportingSecret", Type: Map, Summary: "Has no keys; a REPORTING_SECRET is the name of a Secret with the credentials for reporting usage."},
	{Path: certificate, Type: Map, Summary: "How a TLS_CERTIFICATE is made, and what is derived from it."},
	{Path: certificate + ".privateKeyAlgorithm", Type: Words, Values: []Value{
		{"RSA", "RSA with 2048 bits, which every client understands."},
		{"ECDSA", "ECDSA on the curve P-256: smaller and faster."},
	}, Default: "RSA", Summary: "Kind of the key of a generated certificate."},
	{Path: certificate + ".generatedProperties", Type: Map, Summary: "Names of the derived values."},
	{Path: certificate + ".generatedProperties.base64EncodedPrivateKey", Type: Text, Summary: "Name of the value for the base64 encoding of the private key's PEM text."},
	{Path: certificate + ".generatedProperties.base64EncodedCertificate", Type: Text, Summary: "Name of the value for the base64 encoding of the certificate's PEM text."},
}
