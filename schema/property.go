package schema

// Type is the JSON type of a property's value.
type Type string

// The types of properties. The spelling "int" of a schema is read as TypeInteger.
const (
	TypeString  Type = "string"
	TypeInteger Type = "integer"
	TypeNumber  Type = "number"
	TypeBoolean Type = "boolean"
)

// XType is the extended type of a property: x-google-marketplace.type. It is empty for a plain property.
type XType string

// The extended types.
const (
	Name               XType = "NAME"
	Namespace          XType = "NAMESPACE"
	DeployerImage      XType = "DEPLOYER_IMAGE"
	MaskedField        XType = "MASKED_FIELD"
	IstioEnabled       XType = "ISTIO_ENABLED"
	IngressAvailable   XType = "INGRESS_AVAILABLE"
	ApplicationUID     XType = "APPLICATION_UID"
	ImageType          XType = "IMAGE"
	GeneratedPassword  XType = "GENERATED_PASSWORD"
	ServiceAccountType XType = "SERVICE_ACCOUNT"
	StorageClassType   XType = "STORAGE_CLASS"
	StringType         XType = "STRING"
	ReportingSecret    XType = "REPORTING_SECRET"
	TLSCertificate     XType = "TLS_CERTIFICATE"
)

// Property is one parameter of a package.
type Property struct {
	Name string
	Type Type
	// Default is a string, int64, float64 or bool if HasDefault; an empty string is a default, null is none.
	Default    any
	HasDefault bool
	// Required says whether the schema's "required" names it.
	Required bool

	Title, Description, Placeholder, Pattern string
	Enum                                     []any
	// Minimum and Maximum are nil, int64 or float64; MinLength and MaxLength are nil or a number of characters. They
	// stand here as they were written; JSONSchema gives those that suit the type.
	Minimum, Maximum     any
	MinLength, MaxLength *int64

	X XType
	// The details of the extended type of the same name; nil for properties of other types.
	GeneratedPassword *PasswordRules
	ServiceAccount    *ServiceAccount
	StorageClass      *StorageClass
	ApplicationUID    *UIDProperties
	Image             *ImageSplit
	TLSCertificate    *CertificateProperties
	String            *StringProperties

	// File, Line and Column say where the property's name stands; Line and Column count from 1.
	File         string
	Line, Column int

	rules      rules
	definition *node
}

// PasswordRules say how a GENERATED_PASSWORD is made.
type PasswordRules struct {
	// Length is the number of characters before encoding, 10 if the schema does not say.
	Length         int64
	IncludeSymbols bool
	// Base64 says that the value is the base64 encoding of the password; it is, unless the schema says otherwise.
	Base64 bool
}

// StorageClass says what kind of StorageClass a STORAGE_CLASS wants.
type StorageClass struct {
	// Type is "SSD" in every package known.
	Type string
}

// UIDProperties names what is derived from an APPLICATION_UID.
type UIDProperties struct {
	// CreateApplicationBoolean is a property that is true if there is no application yet; may be empty.
	CreateApplicationBoolean string
}

// ImageSplit names the properties that the parts of an IMAGE (schema v1) go to.
type ImageSplit struct {
	ByColon       *SplitByColon
	ToRegistryTag *SplitToRegistryRepoTag
}

// SplitByColon names the properties for what stands before and after the colon of an image reference.
type SplitByColon struct {
	Before, After string
}

// SplitToRegistryRepoTag names the properties for registry, repository and tag of an image reference.
type SplitToRegistryRepoTag struct {
	Registry, Repo, Tag string
}

// CertificateProperties say how a TLS_CERTIFICATE is made, and name the properties that its parts go to; each name may
// be empty.
type CertificateProperties struct {
	KeyAlgorithm                                      KeyAlgorithm
	Base64EncodedPrivateKey, Base64EncodedCertificate string
}

// KeyAlgorithm is the kind of a certificate's private key.
type KeyAlgorithm string

// The kinds of keys: RSA with 2048 bits, which counts if the schema does not say, and ECDSA on the curve P-256.
const (
	RSA   KeyAlgorithm = "RSA"
	ECDSA KeyAlgorithm = "ECDSA"
)

// StringProperties names the property for the base64 encoding of a STRING; may be empty.
type StringProperties struct {
	Base64Encoded string
}
