package scaffold

import "github.com/chandler-dev/chandler/schema"

// property is a property that the schema will declare.
type property struct {
	name, title, description, comment string
	kind                              schema.Type
	// value is the default: string, int64, float64, bool, or nil for none.
	value            any
	enum             []any
	minimum, maximum any // int64, float64 or nil
	maxLength        *int64
	pattern          string
	x                schema.XType
	required         bool
	roles            []role // of a SERVICE_ACCOUNT
}

// image is an image that the schema will declare.
type image struct {
	// name is '' for the app's own.
	name string
	// source is the reference that it has now.
	source  string
	comment string
	parts   []part
}

// part is a value that is made of an image's reference.
type part struct {
	name, projection string
}

// plan is what a schema.yaml is made of.
type plan struct {
	Options
	comment     string
	releaseNote string
	images      []image
	properties  []property
}

// identity gives the properties that every package has.
func identity(name, namespace string) []property {
	return []property{
		{name: name, title: "Name", kind: schema.TypeString, x: schema.Name, required: true},
		{name: namespace, title: "Namespace", kind: schema.TypeString, x: schema.Namespace, required: true},
	}
}

// optionName is the name that an image has in Options.Images.
func optionName(name string) string {
	if name == "" {
		return AppImage
	}
	return name
}
