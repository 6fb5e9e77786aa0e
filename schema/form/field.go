package form

import (
	"cmp"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// Kubernetes' rule for the names of namespaces. The name of an app is held to it, too, since names of Services and
// values of labels are made of it.
const (
	labelPattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
	labelLength  = 63
	// nameLength leaves room for "-deployer": that is what the Job of the app's deployer is called, and its Pods have
	// the Job's name as the value of a label.
	nameLength = labelLength - len("-deployer")
)

// fieldSchema gives the JSON Schema of a property's values.
func fieldSchema(p *schema.Property) map[string]any {
	field := p.JSONSchema()
	if own, ok := field["pattern"].(string); ok && !portable(own) {
		delete(field, "pattern")
	}
	switch p.X {
	case schema.Name:
		restrictToLabel(field, nameLength)
	case schema.Namespace:
		restrictToLabel(field, labelLength)
	}
	field["title"] = cmp.Or(strings.TrimSpace(p.Title), titleOf(p))
	if text := descriptionOf(p); text != "" {
		field["description"] = text
	}
	if d := defaultOf(p); d != nil {
		field["default"] = d
	}
	return field
}

// descriptionOf gives plain text; whoever puts it into HTML has to escape it, as react-jsonschema-form does.
func descriptionOf(p *schema.Property) string {
	if p.Description == "" && p.ServiceAccount != nil {
		return strings.TrimSpace(p.ServiceAccount.Description)
	}
	return strings.TrimSpace(p.Description)
}

// restrictToLabel adds Kubernetes' rule to those that the package has.
func restrictToLabel(field map[string]any, length int) {
	if own, ok := field["maxLength"].(int64); !ok || own > int64(length) {
		field["maxLength"] = int64(length)
	}
	if own, ok := field["pattern"]; ok {
		field["allOf"] = []any{map[string]any{"pattern": own}}
	}
	field["pattern"] = labelPattern
}

// defaultOf gives the value that a field begins with, or nil: one that the deployer would not look at, that is of
// another type (which counts as a default only as long as nobody needs it), or that cannot be JSON is left out.
func defaultOf(p *schema.Property) any {
	if !p.HasDefault || hidden(p) {
		return nil
	}
	if ofType(p.Type, p.Default) {
		return p.Default
	}
	return nil
}
