package scaffold

import (
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// propose plans the properties of a package around a chart.
func (a *adaptation) propose(found imageValues) {
	name, namespace := a.free("name"), a.free("namespace")
	a.plan.properties = identity(name, namespace)
	rules := readValuesSchema(a.chart.files[valuesSchemaFile])
	scalars, beyond := a.chart.ownValues()
	for _, v := range scalars {
		if found.taken[v.name] || a.isOff(v.path) || !a.plan.AllValues && !offered(v.path) || identifying.MatchString(v.path[len(v.path)-1]) {
			continue
		}
		if p, ok := a.property(v, rules.at(v.path)); ok {
			a.plan.properties = append(a.plan.properties, p)
		}
	}
	a.plan.properties = append(a.plan.properties, found.blank...)
	a.notePlan(beyond)
	rules.note(a, name, namespace)
}

// free gives a name for a property that is none of the chart's values.
func (a *adaptation) free(name string) string {
	if _, taken := a.chart.values[name]; !taken {
		return name
	}
	return "app" + strings.ToUpper(name[:1]) + name[1:]
}

// isOff says whether a value is one of a chart that is switched off.
func (a *adaptation) isOff(path []string) bool {
	return slices.ContainsFunc(a.chart.off, func(off string) bool {
		return strings.HasPrefix(strings.Join(path, ".")+".", off+".") && path[len(path)-1] != "enabled"
	})
}

// property makes a property of a value; false if its type cannot be told.
func (a *adaptation) property(v chartValue, r rules) (property, bool) {
	p := property{name: v.name, title: TitleOf(v.name), description: v.description, required: r.required && v.value != nil}
	if r.title != "" {
		p.title = r.title
	}
	if r.description != "" {
		p.description = r.description
	}
	if !p.typed(v.value, r.kind) {
		return p, false
	}
	key := v.path[len(v.path)-1]
	switch {
	case p.kind != schema.TypeString:
	case password.MatchString(key):
		p.x = schema.GeneratedPassword
		if p.value != "" && p.value != nil {
			a.note(schemaFile, "%s: the chart's own password is not taken over: one is generated for every customer", v.name)
		}
	case r.secret() || secret.MatchString(key) && !existing.MatchString(key):
		p.x = schema.MaskedField
	case strings.EqualFold(key, "storageClass") || strings.EqualFold(key, "storageClassName"):
		p.x = schema.StorageClassType
	}
	if p.x == schema.GeneratedPassword || p.x == schema.StorageClassType {
		p.value, p.required = nil, p.x == schema.GeneratedPassword
		return p, true
	}
	r.apply(&p)
	return p, true
}

// typed sets type and default after the value that the chart has and the type that its values.schema.json asks for.
func (p *property) typed(value any, want schema.Type) bool {
	switch value := value.(type) {
	case bool:
		p.kind, p.value = schema.TypeBoolean, value
	case float64:
		p.kind, p.value = schema.TypeNumber, value
		if i, ok := whole(value); ok && want != schema.TypeNumber {
			p.kind, p.value = schema.TypeInteger, i
		}
	case string:
		p.kind, p.value = schema.TypeString, value
	case nil:
		p.kind = want
		if key := p.name[strings.LastIndex(p.name, ".")+1:]; want == "" && (password.MatchString(key) || secret.MatchString(key) || strings.HasPrefix(strings.ToLower(key), "storageclass")) {
			p.kind = schema.TypeString
		}
	}
	return p.kind != "" && (want == "" || want == p.kind)
}
