// Package form draws the install form of a package: from its schema, the JSON Schema (2020-12) of what a customer may
// enter, and how the fields look, in the uiSchema vocabulary of react-jsonschema-form. What the marketplace or the
// deployer fills in by itself has no field.
package form

import (
	"errors"
	"slices"

	"github.com/chandler-dev/chandler/schema"
)

// Form is an install form. Its JSON is the same for the same schema, byte for byte.
type Form struct {
	// Schema is the JSON Schema (2020-12) of the values: an object with the properties that the form has. Keys of
	// JSON objects have no order; UISchema says in which the fields stand.
	Schema map[string]any `json:"schema"`
	// UISchema is how the fields look: ui:order, ui:widget, ui:placeholder and the like, and under ui:chandler what
	// the vocabulary has no word for.
	UISchema map[string]any `json:"uiSchema"`
	// Help is HTML to show above the fields, with the tags of schema.FormTags only; it may be empty.
	Help string `json:"help,omitempty"`
}

// Of draws the form of a schema, which may be one with a test schema laid over it. The error is schema.Problems: there
// must be exactly one property for the name and one for the namespace, and texts and help must not be beyond reason.
func Of(s *schema.Schema) (*Form, error) {
	first, err := soleProperties(s)
	if err != nil {
		return nil, err
	}
	if err := checkSize(s); err != nil {
		return nil, err
	}
	help, err := helpOf(s)
	if err != nil {
		return nil, err
	}
	derived := derivedNames(s)
	order, required := []string{}, []string{}
	properties, ui := map[string]any{}, map[string]any{}
	for _, p := range inOrder(s, first) {
		if injected(p) || derived[p.Name] {
			continue
		}
		order = append(order, p.Name)
		properties[p.Name] = fieldSchema(p)
		if look := appearance(p); len(look) > 0 {
			ui[p.Name] = look
		}
		if mustBeEntered(p) {
			required = append(required, p.Name)
		}
	}
	ui["ui:order"] = order
	return &Form{Schema: object(properties, required), UISchema: ui, Help: help}, nil
}

func object(properties map[string]any, required []string) map[string]any {
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"type":                 "object",
		"properties":           properties,
		"required":             required,
		"additionalProperties": false,
	}
}

// soleProperties gives the properties that come first in every form: name and namespace.
func soleProperties(s *schema.Schema) ([]*schema.Property, error) {
	var sole []*schema.Property
	var problems schema.Problems
	for _, x := range []schema.XType{schema.Name, schema.Namespace} {
		p, err := s.Sole(x)
		var missing schema.Problems
		if errors.As(err, &missing) {
			problems = append(problems, missing...)
			continue
		}
		sole = append(sole, p)
	}
	return sole, problems.Err()
}

func inOrder(s *schema.Schema, first []*schema.Property) []*schema.Property {
	rest := slices.DeleteFunc(slices.Clone(s.Properties), func(p *schema.Property) bool { return slices.Contains(first, p) })
	return slices.Concat(first, rest)
}
