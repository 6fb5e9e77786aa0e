package schema

// Schema is a schema.yaml as Parse understood it. It is not changed after that; Overlay makes a new one.
type Schema struct {
	// File is the name that Parse was given; problems are reported under it.
	File string
	// SchemaVersion is "v1" or "v2".
	SchemaVersion string
	// ApplicationAPIVersion is the version of the Application resource, such as "v1beta1": of the top level in v1,
	// of x-google-marketplace in v2.
	ApplicationAPIVersion string
	// PartnerID and SolutionID are both set or both empty.
	PartnerID, SolutionID string
	// Dialect is that of the references in data/manifest.
	Dialect EnvsubstDialect

	// The fields from here to DeployerServiceAccount are read in v2 only.

	// PublishedVersion is a semantic version, and the tag of every image.
	PublishedVersion string
	ReleaseNote      string
	ReleaseTypes     []string
	Recommended      bool
	// KALMSupported is managedUpdates.kalmSupported.
	KALMSupported bool
	// Images are in the order of the file.
	Images []Image
	// DeployerServiceAccount is nil if the schema declares none: then the deployer may do everything in its namespace.
	DeployerServiceAccount *ServiceAccount

	// Constraints is nil if the schema has no clusterConstraints.
	Constraints *Constraints
	// Properties are in the order of the file.
	Properties []*Property
	// Required are the names under "required", in the order of the file.
	Required []string
	Form     []FormItem
	// Warnings are what Parse found odd but not wrong.
	Warnings Problems

	version  position // of x-google-marketplace, or the start of the file
	required map[string]position
	byName   map[string]*Property
	document *node
}

// EnvsubstDialect says what counts as a reference to a parameter in a manifest.
type EnvsubstDialect string

// The dialects: EnvsubstGNU, the default, knows $name and ${name}; EnvsubstDrone also functions, such as
// ${name:-default}.
const (
	EnvsubstGNU   EnvsubstDialect = "gnu"
	EnvsubstDrone EnvsubstDialect = "drone"
)

// FormItem is an item of "form", which the install form shows as it is.
type FormItem struct {
	// Widget is "help" in every valid schema.
	Widget string
	// Description is HTML with the tags a, h2, h3, p, b, i, u and em.
	Description string

	at, describedAt position
}

// Property gives the property of that name, or nil.
func (s *Schema) Property(name string) *Property {
	return s.byName[name]
}

// OfType gives the properties of an extended type, in the order of the file.
func (s *Schema) OfType(x XType) []*Property {
	var found []*Property
	for _, p := range s.Properties {
		if p.X == x {
			found = append(found, p)
		}
	}
	return found
}

// Sole gives the one property of an extended type that a schema must have exactly one of, such as Name. The error is
// Problems with code CH116 if there is none or more than one.
func (s *Schema) Sole(x XType) (*Property, error) {
	found := s.OfType(x)
	if len(found) == 1 {
		return found[0], nil
	}
	at := position{line: 1, column: 1}
	if len(found) > 1 {
		at = position{found[1].Line, found[1].Column}
	}
	return nil, Problems{problemAt(s.File, at, CodeSoleProperty,
		"there must be exactly one property with x-google-marketplace.type "+string(x)+", but there are "+quantity(len(found)),
		"declare one string property with x-google-marketplace: {type: "+string(x)+"}")}
}

// Document gives the schema as plain values (map[string]any, []any, string, int64, float64, bool, nil), with keys that
// Chandler does not know and, after Overlay, with the properties of the test schema. It is a new copy every time.
func (s *Schema) Document() map[string]any {
	m, _ := s.document.plain().(map[string]any)
	return m
}
