package schema

import (
	"fmt"
	"regexp"
)

// propertyNames is the reference's pattern; its range A-z has [ \ ] ^ _ and ` in it, too.
var propertyNames = regexp.MustCompile(`^[a-zA-z0-9_.\-]+$`)

// propertyPlace is where the manual has the keys of properties.
const propertyPlace = "properties.*"

// maxCertificates bounds what a schema can have generated: a key takes a processor some 40 ms.
const maxCertificates = 20

const validPropertyName = "a name has letters, digits, _ . and - only"

// properties reads "properties" and "required", which belong together.
func (r *reader) properties(s *Schema, root *node) {
	s.required, s.byName = map[string]position{}, map[string]*Property{}
	for i, item := range r.listAt(root, "required", "required") {
		name, ok := item.scalar.(string)
		if !ok {
			r.fault(item.position, CodeShape, fmt.Sprintf("required[%d] must be the name of a property, but is %s", i, item.describe()), "")
			continue
		}
		s.Required = append(s.Required, name)
		s.required[name] = item.position
	}
	n := r.mapAt(root, "properties", "properties")
	if n == nil {
		return
	}
	certificates := 0
	for _, e := range n.entries {
		p := r.property(e)
		_, p.Required = s.required[p.Name]
		s.Properties = append(s.Properties, p)
		s.byName[p.Name] = p
		if p.X == TLSCertificate {
			if certificates++; certificates == maxCertificates+1 {
				r.fault(e.at, CodeLimit, fmt.Sprintf("there are more than %d properties of type TLS_CERTIFICATE", maxCertificates), "")
			}
		}
	}
}

func (r *reader) property(e entry) *Property {
	p := &Property{Name: e.key, File: r.file, Line: e.at.line, Column: e.at.column, definition: e.node}
	if !propertyNames.MatchString(e.key) {
		r.fault(e.at, CodePropertyName, fmt.Sprintf("invalid property name %q", shorten(e.key)), validPropertyName)
	}
	path := "properties." + shorten(e.key)
	if e.kind != mapKind {
		r.fault(e.at, CodeShape, path+" must be a map, but is "+e.describe(), "give it at least a type")
		return p
	}
	r.known(e.node, path, propertyPlace)
	r.jsonType(p, e)
	r.defaultValue(p, e.node)
	r.appearance(p, e.node, path)
	r.readRules(p, e.node, path)
	if x := e.get("x-google-marketplace"); x.truthy() {
		r.extendedType(p, r.mapAt(e.node, "x-google-marketplace", path+".x-google-marketplace"), path)
	}
	return p
}

func (r *reader) jsonType(p *Property, e entry) {
	n := e.get("type")
	if n == nil {
		r.fault(e.at, CodePropertyType, "property "+shorten(p.Name)+" has no type", "add type: string, integer, number or boolean")
		return
	}
	switch n.scalar {
	case "string", "integer", "number", "boolean":
		p.Type = Type(n.scalar.(string))
	case "int":
		p.Type = TypeInteger
	default:
		r.fault(n.position, CodePropertyType, "property "+shorten(p.Name)+" has an unsupported type: "+n.describe(), "it must be string, integer, number or boolean")
	}
}

// defaultValue reads the default. Like the reference it lets pass what does not suit the type but counts as false in
// Python, since a package lives well with it as long as a value is given; Resolve refuses it where it is needed.
func (r *reader) defaultValue(p *Property, n *node) {
	d := n.get("default")
	if d == nil {
		return
	}
	p.Default, p.HasDefault = d.plain(), true
	converted, ok := convert(p.Type, d.plain())
	_, isDate := d.scalar.(date)
	message := fmt.Sprintf("property %s is of type %s, but its default is %s", shorten(p.Name), p.Type, d.describe())
	switch {
	case p.Type == "":
	case ok && !isDate:
		if _, isInt := d.scalar.(int64); isInt && p.Type == TypeNumber {
			r.warn(d.position, CodeDefault, message, "other tools want a number with a point: 5.0")
		}
		p.Default = converted
	case d.truthy() || isDate:
		r.fault(d.position, CodeDefault, message, defaultHint(p.Type))
	default:
		r.warn(d.position, CodeDefault, message, defaultHint(p.Type)+"; it fails once it is needed")
	}
}

func defaultHint(t Type) string {
	if t == TypeString {
		return "write it in quotes"
	}
	return "write a default of that type, without quotes"
}

// appearance reads what only the install form looks at.
func (r *reader) appearance(p *Property, n *node, path string) {
	p.Title = r.wordsAt(n, "title", path+".title")
	p.Description = r.wordsAt(n, "description", path+".description")
	p.Placeholder = r.wordsAt(n, "placeholder", path+".placeholder")
}
