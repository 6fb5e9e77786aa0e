package schema

import (
	"bufio"
	"fmt"
	"sort"
)

// Values are resolved parameters: every value is a string, int64, float64 or bool.
type Values map[string]any

// Resolve turns the parameters that were given into the values that a package is rendered with: defaults are filled in,
// what is to be generated is generated, what derives from images and other values is derived. given may be raw
// (ParseValues, ReadValuesFolder, JSON), has no generated properties, and for a v2 schema has ImageRepoPrefixKey. A null
// counts as not given.
//
// Given values are held to the rules of their properties (JSONSchema), but for those of properties that a marketplace
// makes the value of, and those that equal the default: defaults and what is generated or derived is never held.
//
// Resolve does not Check the schema. The error is Problems, with all faults of one run: CodeUnknownParameter,
// CodeValueType, CodeValueRule, CodeMissingValue, CodeImageRepoPrefix and others. Those of a value name it in Parameter.
// No message has a given value in it.
func Resolve(s *Schema, given map[string]any, env Environment) (Values, error) {
	r := &resolver{schema: s, given: given, env: env, values: Values{}, generated: map[string]derived{}, holder: holder{left: workOfResolve}}
	if env.Rand != nil {
		r.env.Rand = bufio.NewReader(env.Rand) // a password is drawn character by character
	}
	if len(env.CertificateNames) == 0 {
		r.env.CertificateNames = CertificateNames(r.sole(Name), r.sole(Namespace))
	}
	r.rejectUnknown()
	r.projectImages()
	for _, p := range s.Properties {
		r.property(p)
	}
	r.addGenerated()
	r.problems.sort()
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	return r.values, nil
}

type resolver struct {
	schema    *Schema
	given     map[string]any
	env       Environment
	values    Values
	generated map[string]derived
	holder    holder
	reader
}

// derived is a generated value, and the place in the schema that asks for it.
type derived struct {
	value any
	file  string
	at    position
}

// fail notes a fault of the value of a property.
func (r *resolver) fail(p *Property, code, message, hint string) {
	r.failAt(p.Name, p.File, position{p.Line, p.Column}, code, message, hint)
}

func (r *resolver) failAt(parameter, file string, at position, code, message, hint string) {
	p := problemAt(file, at, code, message, hint)
	p.Parameter = parameter
	r.problems.add(p)
}

// sole gives the value of the only property of a type, if it is given as text or has a default.
func (r *resolver) sole(x XType) string {
	p, err := r.schema.Sole(x)
	if err != nil {
		return ""
	}
	text, _ := r.givenOr(p, p.Default).(string)
	return text
}

func (r *resolver) givenOr(p *Property, otherwise any) any {
	if v, ok := r.given[p.Name]; ok && v != nil {
		return v
	}
	return otherwise
}

// property resolves one property, and derives what it asks for.
func (r *resolver) property(p *Property) {
	v, err := r.pick(p)
	if err != nil {
		r.fail(p, CodeGenerate, fmt.Sprintf("property %s: %v", p.Name, err), "")
		return
	}
	if v == nil {
		if p.Required {
			r.fail(p, CodeMissingValue, "no value for required property "+p.Name, missingHint(p))
		}
		return
	}
	converted, ok := convert(p.Type, v)
	if !ok {
		r.fail(p, CodeValueType, fmt.Sprintf("property %s is of type %s, but its value is %s", p.Name, p.Type, kindOf(v)), "give a value of that type")
		return
	}
	r.hold(p, converted)
	r.values[p.Name] = converted
	r.derive(p, converted)
}

// hold refuses a value of the user's own that breaks the rules of its property.
func (r *resolver) hold(p *Property, v any) {
	isName := p.X == Name || p.X == Namespace
	if r.env.SkipRules || r.env.SkipNameRules && isName || made(p.X) || r.givenOr(p, nil) == nil || p.HasDefault && p.Default == v {
		return
	}
	broken, err := r.holder.refusals(p, v)
	if err != nil {
		r.fail(p, CodeLimit, err.Error(), "")
	}
	for _, what := range broken {
		r.fail(p, CodeValueRule, "property "+p.Name+" "+what, "")
	}
}

func missingHint(p *Property) string {
	switch p.X {
	case ServiceAccountType, StorageClassType, ReportingSecret:
		return "it is created before the deployer runs, and its name is given as a parameter"
	}
	return fmt.Sprintf("give a value for it in the parameters, or add a default in %s", p.File)
}

// pick gives the value of a property in the reference's order: given, made for its type, default; nil if there is none.
func (r *resolver) pick(p *Property) (any, error) {
	if v := r.givenOr(p, nil); v != nil {
		return v, nil
	}
	switch p.X {
	case GeneratedPassword, TLSCertificate:
		return Generate(p, r.env)
	case ApplicationUID:
		return r.env.ApplicationUID, nil
	case IstioEnabled:
		return false, nil
	case IngressAvailable:
		return true, nil
	case DeployerImage:
		if prefix, ok := r.imageRepoPrefix(); ok {
			return prefix + deployerSuffix + ":" + r.schema.PublishedVersion, nil
		}
	}
	if !p.HasDefault {
		return nil, nil
	}
	return p.Default, nil
}

// imageRepoPrefix gives the prefix of the images of a v2 schema.
func (r *resolver) imageRepoPrefix() (string, bool) {
	prefix, _ := r.given[ImageRepoPrefixKey].(string)
	return prefix, prefix != "" && r.schema.SchemaVersion == "v2"
}

func (r *resolver) addGenerated() {
	names := make([]string, 0, len(r.generated))
	for name := range r.generated {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		g := r.generated[name]
		if _, taken := r.values[name]; taken {
			r.failAt(name, g.file, g.at, CodeGeneratedCollision,
				fmt.Sprintf("%s is to be generated, but already has a value", shorten(name)), "a generated property is not declared under properties")
			continue
		}
		r.values[name] = g.value
	}
}
