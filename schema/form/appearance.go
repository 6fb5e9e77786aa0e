package form

import (
	"fmt"

	"github.com/chandler-dev/chandler/schema"
)

// The keys of a field's uiSchema: those of react-jsonschema-form, and one of ours, which it hands to widgets as the
// option "chandler" and otherwise leaves alone.
const (
	uiWidget       = "ui:widget"
	uiPlaceholder  = "ui:placeholder"
	uiHelp         = "ui:help"
	uiAutocomplete = "ui:autocomplete"
	uiEmptyValue   = "ui:emptyValue"
	uiChandler     = "ui:chandler"
)

// appearance gives the uiSchema of a property's field.
func appearance(p *schema.Property) map[string]any {
	look := map[string]any{}
	if w := widget(p); w != "" {
		look[uiWidget] = w
	}
	if more := details(p); more != nil {
		look[uiChandler] = more
	}
	if hidden(p) {
		return look
	}
	if p.X == schema.MaskedField {
		look[uiAutocomplete] = "new-password" // or the browser fills in the password of something else
	}
	if text := placeholder(p); text != "" {
		look[uiPlaceholder] = text
	}
	if text := help(p); text != "" {
		look[uiHelp] = text
	}
	if text, _ := defaultOf(p).(string); text != "" && !chosen(p) && len(p.Enum) == 0 {
		look[uiEmptyValue] = "" // an emptied field is no value otherwise, and the deployer would take the default
	}
	return look
}

func widget(p *schema.Property) string {
	switch {
	case hidden(p):
		return "hidden"
	case p.X == schema.MaskedField:
		return "password"
	}
	return ""
}

// placeholder says what an empty field comes to, where the package does not.
func placeholder(p *schema.Property) string {
	switch {
	case p.Placeholder != "" || p.HasDefault:
		return p.Placeholder
	case p.X == schema.ServiceAccountType:
		return "A new one"
	case p.X == schema.StorageClassType:
		return "The cluster's default"
	}
	return ""
}

// help says in words what a browser would only say with a pattern, and of a pattern that it would not understand who
// holds the value to it.
func help(p *schema.Property) string {
	own, _ := p.JSONSchema()["pattern"].(string)
	switch {
	case p.X == schema.Name || p.X == schema.Namespace:
		return fmt.Sprintf("Small letters, digits and dashes; at most %d characters.", fieldSchema(p)["maxLength"])
	case !portable(own):
		return "Checked when the form is sent: the value must match " + own
	}
	return ""
}
