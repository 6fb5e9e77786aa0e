package manual

const (
	property          = "properties.*"
	propertyExtension = property + ".x-google-marketplace"
)

var propertyKeys = []Key{
	{Path: property, Type: Map, Summary: "A parameter; its name has letters, digits, _ . and - only."},
	{Path: property + ".type", Type: Text, Values: []Value{
		{"string", "Text."},
		{"integer", "A whole number of at most 64 bits."},
		{"int", "The same as integer."},
		{"number", "A number that may have a fraction."},
		{"boolean", "true or false."},
	}, Required: Always, Summary: "Type of the value."},
	{Path: property + ".default", Type: Scalar, Summary: "The value that counts if none is given."},
	{Path: property + ".title", Type: Words, Summary: "Name of the field in the install form."},
	{Path: property + ".description", Type: Words, Summary: "What the parameter is for; shown with the field."},
	{Path: property + ".placeholder", Type: Words, Summary: "Example that an empty field shows."},
	{Path: property + ".enum", Type: List, Items: Scalar, Summary: "The only values that can be chosen."},
	{Path: property + ".minimum", Type: Number, Summary: "Smallest value of an integer or number."},
	{Path: property + ".maximum", Type: Number, Summary: "Largest value of an integer or number."},
	{Path: property + ".minLength", Type: Integer, Summary: "Smallest number of characters of a string."},
	{Path: property + ".maxLength", Type: Integer, Summary: "Largest number of characters of a string."},
	{Path: property + ".pattern", Type: Words, Summary: "Regular expression (RE2) that a string must match somewhere; ^ and $ anchor it."},
	{Path: propertyExtension, Type: Map, Summary: "What the parameter is to the marketplace."},
}

// extendedTypes are the values of x-google-marketplace.type of a property.
var extendedTypes = []Value{
	{"NAME", "The name of the app's instance, chosen by whoever installs it."},
	{"NAMESPACE", "The namespace that the app is installed into."},
	{"DEPLOYER_IMAGE", "The reference of the deployer image that installs the app."},
	{"MASKED_FIELD", "Text that the form does not show while it is typed."},
	{"ISTIO_ENABLED", "Whether Istio runs in the cluster (boolean)."},
	{"INGRESS_AVAILABLE", "Whether the cluster has a controller for Ingresses (boolean)."},
	{"APPLICATION_UID", "The uid of the instance's Application resource."},
	{"IMAGE", "The reference of an image of the app; schema v1 only."},
	{"GENERATED_PASSWORD", "A random password, made if none is given."},
	{"SERVICE_ACCOUNT", "The name of a ServiceAccount, made with the roles declared here."},
	{"STORAGE_CLASS", "The name of a StorageClass."},
	{"STRING", "Text, of which the base64 encoding can be derived."},
	{"REPORTING_SECRET", "The name of a Secret with the credentials for reporting usage."},
	{"TLS_CERTIFICATE", "A certificate and its private key, made if none are given."},
}
