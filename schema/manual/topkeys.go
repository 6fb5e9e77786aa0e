package manual

const extension = "x-google-marketplace"

var topKeys = []Key{
	{Path: extension, Type: Map, Summary: "What a marketplace needs to know of the package as a whole."},
	{Path: "applicationApiVersion", Type: Words, Values: applicationVersions, Open: true, Required: InV1, Only: "v1", Summary: "Version of the Application resource, v1beta1; in schema v2 it stands under x-google-marketplace."},
	{Path: "application_api_version", Type: Words, Values: applicationVersions, Open: true, Only: "v1", Summary: "Old spelling of applicationApiVersion."},
	{Path: "properties", Type: Map, Summary: "The parameters of the package by their names."},
	{Path: "required", Type: List, Items: Text, Summary: "Names of the properties that must have a value."},
	{Path: "form", Type: List, Summary: "Help that the install form shows above its fields; at most one item."},
	{Path: "form[].widget", Type: Words, Values: []Value{{"help", "Text to read; nothing is asked for."}}, Required: InNew, Summary: "Kind of the item."},
	{Path: "form[].description", Type: Words, Required: InNew, Summary: "HTML with the tags a, h2, h3, p, b, i, u and em."},
}

var applicationVersions = []Value{{"v1beta1", "The only version of app.k8s.io/Application that there is."}}

var extensionKeys = []Key{
	{Path: extension + ".schemaVersion", Type: Text, Values: []Value{
		{"v1", "Images are properties of type IMAGE; the file has no version of the package."},
		{"v2", "Images are declared by name, and their tag is the published version."},
	}, Default: "v1", Summary: "Version of the schema's format; new packages use v2."},
	{Path: extension + ".applicationApiVersion", Type: Words, Values: applicationVersions, Open: true, Required: InV2, Only: "v2", Summary: "Version of the Application resource, v1beta1."},
	{Path: extension + ".publishedVersion", Type: Text, Required: InV2, Only: "v2", Summary: "Semantic version of the package, which is the tag of all its images."},
	{Path: extension + ".publishedVersionMetadata", Type: Map, Required: InV2, Only: "v2", Summary: "What users are told about the version."},
	{Path: extension + ".publishedVersionMetadata.releaseNote", Type: Words, Required: InV2, Only: "v2", Summary: "What is new in the version, in a sentence or two."},
	{Path: extension + ".publishedVersionMetadata.releaseTypes", Type: List, Items: Text, Values: []Value{
		{"Feature", "Something new."},
		{"BugFix", "Something mended."},
		{"Security", "A vulnerability closed; users should upgrade soon."},
	}, Open: true, Only: "v2", Summary: "Kinds of changes in the version."},
	{Path: extension + ".publishedVersionMetadata.recommended", Type: Boolean, Default: "false", Only: "v2", Summary: "Whether users of earlier versions are urged to upgrade."},
	{Path: extension + ".images", Type: Map, Required: InV2, Only: "v2", Summary: "The images of the package by their names; the empty name is the image at the prefix itself."},
	{Path: deployerAccount, Type: Map, Only: "v2", Summary: "What the deployer may do; without it, everything in the app's namespace."},
	{Path: constraints, Type: Map, Summary: "What the package wants of a cluster."},
	{Path: extension + ".envsubstDialect", Type: Text, Values: []Value{
		{"gnu", "$name and ${name}, as GNU envsubst does."},
		{"drone", "Also functions within braces, such as ${name:-default}."},
	}, Default: "gnu", Summary: "What counts as a reference to a parameter in data/manifest; read by Chandler only."},
	{Path: extension + ".partnerId", Type: Words, Summary: "Id of the vendor, as in the Application's annotation deploy-info; together with solutionId or not at all."},
	{Path: extension + ".solutionId", Type: Words, Summary: "Id of the product, as in the Application's annotation deploy-info; together with partnerId or not at all."},
	{Path: extension + ".managedUpdates", Type: Map, Only: "v2", Summary: "How the marketplace may update instances."},
	{Path: extension + ".managedUpdates.kalmSupported", Type: Boolean, Default: "false", Only: "v2", Summary: "Whether instances can be updated by the marketplace; deprecated."},
}

var imageKeys = []Key{
	{Path: extension + ".images.*", Type: Map, Only: "v2", Summary: "An image at PREFIX/NAME:VERSION, its name being NAME."},
	{Path: extension + ".images.*.properties", Type: Map, Only: "v2", Summary: "Values that are made of the image's reference, by their names."},
	{Path: imageProperty, Type: Map, Only: "v2", Summary: "A value that is made of the image's reference; it is not declared under properties."},
	{Path: imageProperty + ".type", Type: Words, Values: []Value{
		{"FULL", "The whole reference: reg.example:5000/acme/web/cache:1.4.2."},
		{"REGISTRY", "The registry, with its port: reg.example:5000."},
		{"REPO_WITH_REGISTRY", "All but the tag: reg.example:5000/acme/web/cache."},
		{"REPO_WITHOUT_REGISTRY", "What is between the registry and the tag: acme/web/cache."},
		{"TAG", "The tag, which is the published version: 1.4.2."},
	}, Required: Always, Only: "v2", Summary: "The part of the reference that the value is."},
}

const imageProperty = extension + ".images.*.properties.*"
