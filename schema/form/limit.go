package form

import (
	"fmt"
	"slices"

	"github.com/chandler-dev/chandler/schema"
)

// maxText is how many bytes of text a form can have. A schema.yaml has half of that; more can only come of aliases, which
// are free in a file but not in a form.
const maxText = 2 << 20

// checkSize refuses a form that aliases would blow up.
func checkSize(s *schema.Schema) error {
	total := 0
	for _, p := range s.Properties {
		if total += textSize(p); total > maxText {
			return schema.Problems{{Code: schema.CodeLimit, Severity: schema.Error, File: p.File, Line: p.Line, Column: p.Column,
				Message: fmt.Sprintf("the form has more than %d bytes of text up to property %s", maxText, p.Name),
				Hint:    "long texts are repeated by aliases; write shorter ones"}}
		}
	}
	return nil
}

func textSize(p *schema.Property) int {
	size := length(p.Name, p.Title, p.Description, p.Placeholder, p.Pattern)
	for _, v := range append(slices.Clone(p.Enum), p.Default) {
		text, _ := v.(string)
		size += len(text)
	}
	if p.ServiceAccount == nil {
		return size
	}
	size += len(p.ServiceAccount.Description)
	for _, role := range p.ServiceAccount.Roles {
		size += length(role.Type, role.RulesType, role.RulesFromRoleName)
		for _, rule := range role.Rules {
			size += length(rule.APIGroups...) + length(rule.Resources...) + length(rule.ResourceNames...) + length(rule.Verbs...)
		}
	}
	return size
}

func length(texts ...string) int {
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	return n
}
