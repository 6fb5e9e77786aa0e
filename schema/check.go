package schema

import (
	"fmt"
	"slices"
)

// Check holds a schema to the rules that the reference has for packages newly built (its second tier: a deployer
// refuses to run with such a schema), and adds the warnings of Parse. Err of the result is nil if only warnings are left.
func (s *Schema) Check() Problems {
	r := &reader{file: s.File}
	r.checkRequired(s)
	if s.SchemaVersion == "v1" && s.ApplicationAPIVersion == "" {
		r.fault(position{1, 1}, CodeAPIVersion, "applicationApiVersion is required", "add applicationApiVersion: v1beta1")
	}
	r.checkForm(s.Form)
	r.checkServiceAccount(s.DeployerServiceAccount, "deployerServiceAccount")
	r.checkEffect(s)
	h := holder{left: workOfCheck}
	for _, p := range s.Properties {
		r.file = p.File
		r.checkProperty(s, p)
		r.checkPropertyEffect(s, p)
		r.checkDefault(&h, p)
	}
	problems := slices.Concat(r.problems, s.Warnings)
	problems.sort()
	return problems
}

func (r *reader) checkRequired(s *Schema) {
	for _, name := range s.Required {
		if s.byName[name] == nil {
			r.fault(s.required[name], CodeRequired, fmt.Sprintf("required names %q, which is not among the properties", shorten(name)), "declare it or remove it here")
		}
	}
}

func (r *reader) checkForm(form []FormItem) {
	if len(form) > 1 {
		r.fault(form[1].at, CodeForm, "form must not contain more than 1 item", "")
	}
	r.checkFormHTML(form)
	for _, item := range form {
		switch item.Widget {
		case "help":
		case "":
			r.fault(item.at, CodeForm, "form items must have a widget", "add widget: help")
		default:
			r.fault(item.at, CodeForm, "unrecognized form widget: "+shorten(item.Widget), "the only widget is help")
		}
		if item.Description == "" {
			r.fault(item.at, CodeForm, "form items must have a description", "")
		}
	}
}

func (r *reader) checkProperty(s *Schema, p *Property) {
	at := position{p.Line, p.Column}
	r.checkServiceAccount(p.ServiceAccount, "the service account of property "+shorten(p.Name))
	if p.X == ImageType && s.SchemaVersion == "v2" {
		r.fault(at, CodeImageInV2, "property "+shorten(p.Name)+" is of type IMAGE, which schema v2 does not have", "declare the image under x-google-marketplace.images")
	}
	if rules := p.GeneratedPassword; rules != nil && !rules.possible() {
		r.warn(at, CodePassword, fmt.Sprintf("property %s asks for a password of %d characters, which cannot be generated", shorten(p.Name), rules.Length), passwordHint)
	}
}

// checkDefault warns of a default that would be refused if it were given. It is used all the same.
func (r *reader) checkDefault(h *holder, p *Property) {
	v, ok := convert(p.Type, p.Default)
	if !p.HasDefault || !ok {
		return
	}
	broken, err := h.refusals(p, v)
	if err != nil {
		return // more patterns than anyone needs; Parse has warned of what cannot be held
	}
	for _, what := range broken {
		r.warn(p.definition.keyAt("default"), CodeRuleDefault, "the default of property "+shorten(p.Name)+" breaks a rule of its own: it "+what,
			"Chandler uses it all the same, but an install form refuses it")
	}
}
