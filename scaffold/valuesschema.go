package scaffold

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

const valuesSchemaFile = "values.schema.json"

// valuesSchema is what is read of a chart's values.schema.json, or of a part of it.
type valuesSchema struct {
	Ref                  string                   `json:"$ref"`
	Type                 any                      `json:"type"`
	Title                string                   `json:"title"`
	Description          string                   `json:"description"`
	Enum                 []any                    `json:"enum"`
	Minimum              *float64                 `json:"minimum"`
	Maximum              *float64                 `json:"maximum"`
	MaxLength            *float64                 `json:"maxLength"`
	Pattern              string                   `json:"pattern"`
	Format               string                   `json:"format"`
	WriteOnly            bool                     `json:"writeOnly"`
	Required             []string                 `json:"required"`
	AdditionalProperties any                      `json:"additionalProperties"`
	Properties           map[string]*valuesSchema `json:"properties"`
	Definitions          map[string]*valuesSchema `json:"definitions"`
	Defs                 map[string]*valuesSchema `json:"$defs"`
}

// readValuesSchema reads a values.schema.json; nil if there is none, or it has another form.
func readValuesSchema(data []byte) *valuesSchema {
	var s valuesSchema
	if len(data) == 0 || json.Unmarshal(data, &s) != nil {
		return nil
	}
	return &s
}

// resolve follows references within the file to its definitions.
func (s *valuesSchema) resolve(part *valuesSchema) *valuesSchema {
	for range maxDepth {
		if part == nil || part.Ref == "" {
			return part
		}
		if name, ok := strings.CutPrefix(part.Ref, "#/definitions/"); ok {
			part = s.Definitions[name]
		} else if name, ok := strings.CutPrefix(part.Ref, "#/$defs/"); ok {
			part = s.Defs[name]
		} else {
			return nil
		}
	}
	return nil
}

// rules are what a values.schema.json says of one value.
type rules struct {
	kind               schema.Type
	title, description string
	required           bool
	*valuesSchema
}

// at gives the rules for the value at a path; none if the schema says nothing of it.
func (s *valuesSchema) at(path []string) rules {
	part, required := s, false
	for _, key := range path {
		if part = s.resolve(part); part == nil {
			return rules{}
		}
		required = slices.Contains(part.Required, key)
		part = part.Properties[key]
	}
	if part = s.resolve(part); part == nil {
		return rules{}
	}
	return rules{kind: part.kind(), title: strings.TrimSpace(part.Title), description: sentence(part.Description), required: required, valuesSchema: part}
}

// kind gives the first type that a property can have.
func (s *valuesSchema) kind() schema.Type {
	types, _ := s.Type.([]any)
	for _, t := range append(types, s.Type) {
		name, _ := t.(string)
		switch t := schema.Type(name); t {
		case schema.TypeString, schema.TypeInteger, schema.TypeNumber, schema.TypeBoolean:
			return t
		}
	}
	return ""
}

// apply adds the rules that suit the property and that its own default keeps.
func (r rules) apply(p *property) {
	if r.valuesSchema == nil {
		return
	}
	p.enum = r.values(p)
	switch p.kind {
	case schema.TypeString:
		text, _ := p.value.(string)
		if r.MaxLength != nil && *r.MaxLength >= float64(len([]rune(text))) {
			n := int64(*r.MaxLength)
			p.maxLength = &n
		}
		if re, err := regexp.Compile(r.Pattern); err == nil && (p.value == nil || re.MatchString(text)) {
			p.pattern = r.Pattern
		}
	case schema.TypeInteger, schema.TypeNumber:
		p.minimum, p.maximum = p.bound(r.Minimum, -1), p.bound(r.Maximum, 1)
	}
}

// secret says whether the value is one that nobody is to see again.
func (r rules) secret() bool {
	return r.valuesSchema != nil && (r.WriteOnly || r.Format == "password")
}

// values gives the enum in the property's type; nil if one of it is of another, or the default is not among them.
func (r rules) values(p *property) []any {
	var out []any
	for _, v := range r.Enum {
		q := property{name: p.name}
		if !q.typed(v, p.kind) || v == nil {
			return nil
		}
		out = append(out, q.value)
	}
	if p.value != nil && !slices.Contains(out, p.value) {
		return nil
	}
	return out
}

// bound gives a minimum (side -1) or maximum (side 1) in the property's type; nil if there is none, or the default is
// beyond it.
func (p *property) bound(limit *float64, side float64) any {
	if limit == nil {
		return nil
	}
	value := *limit
	switch v := p.value.(type) {
	case int64:
		value = float64(v)
	case float64:
		value = v
	}
	i, isWhole := whole(*limit)
	switch {
	case (value-*limit)*side > 0, p.kind == schema.TypeInteger && !isWhole:
		return nil
	case p.kind == schema.TypeInteger:
		return i
	}
	return *limit
}

// note says where the schema of values will refuse what a deployer passes.
func (s *valuesSchema) note(a *adaptation, names ...string) {
	if s == nil || s.AdditionalProperties != false {
		return
	}
	for _, name := range names {
		if s.Properties[name] == nil {
			a.note(a.dir+valuesSchemaFile, "it allows no value %s, but a deployer passes every property to the chart: declare it there", name)
		}
	}
}
