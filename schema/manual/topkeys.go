package manual

const extension = "x-google-marketplace"

var topKeys = []Key{
	{Path: "x-google-marketplace", Type: Map, Summary: "What a marketplace needs to know of the package as a whole."},
	{Path: "applicationApiVersion", Type: Text, Required: InV1, Summary: "Version of the Application resource, v1beta1; in schema v2 it stands under x-google-marketplace."},
	{Path: "application_api_version", Type: Text, Summary: "Old spelling of applicationApiVersion."},
	{Path: "properties", Type: Map, Summary: "The parameters of the package by their names."},
	{Path: "required", Type: List, Summary: "Names of the properties that must have a value."},
	{Path: "form", Type: List, Summary: "Help that the install form shows above its fields; at most one item."},
	{Path: "form[].widget", Type: Text, Values: []string{"help"}, Required: Always, Summary: "Kind of the item."},
	{Path: "form[].description", Type: Text, Required: Always, Summary: "HTML with the tags a, h2, h3, p, b, i, u and em."},
}

var extensionKeys = []Key{
	{Path: extension + ".schemaVersion", Type: Text, Values: []string{"v1", "v2"}, Default: "v1", Summary: "Version of the schema's format; new packages use v2."},
	{Path: extension + ".applicationApiVersion", Type: Text, Required: InV2, Summary: "Version of the Application resource, v1beta1."},
	{Path: extension + ".publishedVersion", Type: Text, Required: InV2, Summary: "Semantic version of the package, which is the tag of all its images."},
	{Path: extension + ".publishedVersionMetadata", Type: Map, Required: InV2, Summary: "What users are told about the version."},
	{Path: extension + ".publishedVersionMetadata.releaseNote", Type: Text, Required: InV2, Summary: "What is new in the version, in a sentence or two."},
	{Path: extension + ".publishedVersionMetadata.releaseTypes", Type: List, Values: []string{"Feature", "BugFix", "Security"}, Summary: "Kinds of changes in the version."},
	{Path: extension + ".publishedVersionMetadata.recommended", Type: Boolean, Default: "false", Summary: "Whether users of earlier versions are urged to upgrade."},
	{Path: extension + ".images", Type: Map, Required: InV2, Summary: "The images of the package by their names; the empty name is the image at the prefix itself."},
	{Path: extension + ".deployerServiceAccount", Type: Map, Summary: "What the deployer may do in the cluster; without it, everything in its namespace."},
	{Path: extension + ".clusterConstraints", Type: Map, Summary: "What the package wants of a cluster."},
	{Path: extension + ".partnerId", Type: Scalar, Summary: "Id of the vendor, as in the Application's annotation deploy-info; together with solutionId or not at all."},
	{Path: extension + ".solutionId", Type: Scalar, Summary: "Id of the product, as in the Application's annotation deploy-info."},
	{Path: extension + ".managedUpdates", Type: Map, Summary: "How the marketplace may update instances."},
	{Path: extension + ".managedUpdates.kalmSupported", Type: Boolean, Default: "false", Summary: "Whether instances can be updated by the marketplace; deprecated."},
}

var imageKeys = []Key{
	{Path: extension + ".images.*", Type: Map, Summary: "An image at <prefix>/<name>:<publishedVersion>."},
	{Path: extension + ".images.*.properties", Type: Map, Summary: "Values that are made of the image's reference, by their names."},
	{Path: extension + ".images.*.properties.*", Type: Map, Summary: "A value that is made of the image's reference; it is not declared under properties."},
	{Path: extension + ".images.*.properties.*.type", Type: Text, Values: []string{"FULL", "REGISTRY", "REPO_WITH_REGISTRY", "REPO_WITHOUT_REGISTRY", "TAG"}, Required: Always, Summary: "The part of the reference that the value is."},
}
