package schema

import "fmt"

// Overlay lays the properties of a test schema over those of a package's schema, as a verification does. A property
// replaces the one of its name as a whole and keeps its place; new ones follow at the end. Nothing else of the test
// schema is used. test may be nil; the two schemas stay as they are.
//
// The error is Problems with code CH155 for a test property whose extended type is not that of the original; a
// new property can have none.
func Overlay(s, test *Schema) (*Schema, error) {
	if test == nil {
		return s, nil
	}
	if err := overlayFaults(s, test).Err(); err != nil {
		return nil, err
	}
	return overlaid(s, test), nil
}

// overlaid lays test over s, whatever Overlay would refuse.
func overlaid(s, test *Schema) *Schema {
	merged := *s
	merged.Properties = append([]*Property(nil), s.Properties...)
	merged.byName = make(map[string]*Property, len(s.byName)+len(test.byName))
	for i, p := range merged.Properties {
		if over := test.byName[p.Name]; over != nil {
			merged.Properties[i] = over.within(s)
		}
		merged.byName[p.Name] = merged.Properties[i]
	}
	for _, p := range test.Properties {
		if merged.byName[p.Name] == nil {
			merged.byName[p.Name] = p.within(s)
			merged.Properties = append(merged.Properties, merged.byName[p.Name])
		}
	}
	merged.Warnings = append(append(Problems(nil), s.Warnings...), test.Warnings...)
	merged.document = overlayDocument(&merged)
	return &merged
}

// within gives the property as one of another schema, whose "required" then counts.
func (p *Property) within(s *Schema) *Property {
	c := *p
	_, c.Required = s.required[p.Name]
	return &c
}

func overlayFaults(s, test *Schema) Problems {
	r := &reader{file: test.File}
	for _, p := range test.Properties {
		original := s.byName[p.Name]
		at := position{p.Line, p.Column}
		switch {
		case original == nil && p.X != "":
			r.fault(at, CodeOverlayXType, fmt.Sprintf("the new test property %s cannot have x-google-marketplace.type %s", shorten(p.Name), p.X), "remove its x-google-marketplace")
		case original != nil && p.X != original.X:
			r.fault(at, CodeOverlayXType, fmt.Sprintf("the test property %s has %s, but the package's has %s", shorten(p.Name), p.X.describe(), original.X.describe()),
				"a property that is replaced keeps its extended type: repeat it")
		}
	}
	return r.problems
}

func (x XType) describe() string {
	if x == "" {
		return "no x-google-marketplace.type"
	}
	return "x-google-marketplace.type " + string(x)
}

// overlayDocument makes the document of a merged schema: its properties are replaced, all else is shared.
func overlayDocument(merged *Schema) *node {
	properties := &node{kind: mapKind}
	for _, p := range merged.Properties {
		properties.entries = append(properties.entries, entry{key: p.Name, at: position{p.Line, p.Column}, node: p.definition})
	}
	root := *merged.document
	root.entries = nil
	for _, e := range merged.document.entries {
		if e.key != "properties" {
			root.entries = append(root.entries, e)
		}
	}
	root.entries = append(root.entries, entry{key: "properties", node: properties})
	return &root
}
