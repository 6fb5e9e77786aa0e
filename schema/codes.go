package schema

// The codes of problems. A code keeps its meaning for ever; new faults get new codes.
const (
	CodeSyntax       = "CH100" // the file is not YAML
	CodeTab          = "CH101" // a tab in the indentation
	CodeLimit        = "CH102" // too large, too deep, or aliases that grow without bounds
	CodeDuplicateKey = "CH103" // a key stands twice in a map; the last one counts
	CodeUnknownKey   = "CH104" // a key that nothing reads
	CodeShape        = "CH105" // a list where a map is wanted, a number where text is wanted, and the like
	CodeMissingKey   = "CH106" // a key that must be there is not
	CodeKey          = "CH107" // a key that is not text
	CodeNoEffect     = "CH108" // a key that is known, but has no effect where it stands

	CodeSchemaVersion    = "CH110" // schemaVersion is neither v1 nor v2
	CodePublishedVersion = "CH111" // publishedVersion is not a semantic version
	CodePartner          = "CH112" // only one of partnerId and solutionId
	CodeAPIVersion       = "CH113" // applicationApiVersion is missing
	CodeForm             = "CH114" // form
	CodeRequired         = "CH115" // required names a property that is not declared
	CodeSoleProperty     = "CH116" // not exactly one property of a type

	CodeFormHTML = "CH117" // HTML in form that no browser will be given
	CodeDialect  = "CH118" // envsubstDialect is neither gnu nor drone

	CodePropertyName = "CH120" // a name with other characters than letters, digits, _ . -
	CodePropertyType = "CH121" // no type, or one that is not supported
	CodeDefault      = "CH122" // the default is not of the property's type
	CodeXType        = "CH123" // x-google-marketplace.type is missing or unknown
	CodeXTypeOfType  = "CH124" // an extended type on a property of the wrong type
	CodeRule         = "CH125" // an enum, minimum, maximum or the like that does not suit the property's type
	CodeRuleDefault  = "CH126" // a default that the property's own rules refuse
	CodePattern      = "CH127" // a pattern that is not RE2

	CodeImageDefault    = "CH130" // the default of an IMAGE is not a full image reference
	CodeImageProjection = "CH131" // the type of an image's property is missing or unknown
	CodeImageInV2       = "CH132" // an IMAGE property in a v2 schema
	CodePassword        = "CH133" // a password that cannot be generated

	CodeRole                = "CH140" // a role of a service account
	CodeAccountDescription  = "CH141" // a service account without description
	CodeAccountTooPowerful  = "CH142" // a ClusterRole that may do everything
	CodeConstraint          = "CH150" // clusterConstraints
	CodeVersionRange        = "CH151" // k8sVersion is not a range of versions
	CodeQuantity            = "CH152" // cpu or memory that is not a Kubernetes quantity
	CodeOverlayXType        = "CH155" // a test schema that changes an extended type
	CodeUnknownParameter    = "CH160" // a value for a property that is not declared
	CodeValueType           = "CH161" // a value of the wrong type
	CodeMissingValue        = "CH162" // a required property without a value
	CodeGeneratedCollision  = "CH163" // a generated property that already has a value
	CodeImageRepoPrefix     = "CH164" // no usable __image_repo_prefix__
	CodeImageReference      = "CH165" // an image reference that cannot be taken apart
	CodeCertificate         = "CH166" // a TLS_CERTIFICATE that is not the JSON it should be
	CodeGenerate            = "CH167" // no randomness or clock to generate with
	CodeValueRule           = "CH169" // a value that the property's enum, minimum, maximum, maxLength or pattern refuses
	CodeNestedNameCollision = "CH168" // dotted names that cannot be nested: a and a.b
)
