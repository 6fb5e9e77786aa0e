package scaffold

import (
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/schema"
)

const schemaFile = "schema.yaml"

// addSchema writes the schema, and takes out again what the checks of schemas find fault with: a chart may hold
// values that no property can express.
func (p *Package) addSchema(plan *plan) error {
	for {
		data, err := plan.schemaYAML()
		if err != nil {
			return err
		}
		problems := problemsOf(data)
		if len(problems) == 0 {
			p.Files[schemaFile] = data
			return nil
		}
		i := slices.IndexFunc(plan.properties, func(q property) bool {
			return q.name == problems[0].at && q.x != schema.Name && q.x != schema.Namespace
		})
		if i < 0 {
			return fmt.Errorf("the schema that was made has a fault: %w", problems[0])
		}
		p.note(schemaFile, "%s is left out: %s", plan.properties[i].name, problems[0].Message)
		plan.properties = slices.Delete(plan.properties, i, i+1)
	}
}

// placed is a problem with the name of the property that it stands in.
type placed struct {
	schema.Problem
	at string
}

// problemsOf gives the errors and warnings of a schema.
func problemsOf(data []byte) []placed {
	s, err := schema.Parse(schemaFile, data)
	var problems schema.Problems
	switch {
	case err == nil:
		problems = s.Check()
	case !errors.As(err, &problems):
		problems = schema.Problems{{Severity: schema.Error, Message: err.Error()}}
	}
	var out []placed
	for _, problem := range problems {
		out = append(out, placed{problem, propertyAt(data, problem.Line)})
	}
	return out
}

// propertyAt gives the name of the property whose definition a line of a schema stands in, or "".
func propertyAt(data []byte, line int) string {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil || len(document.Content) == 0 {
		return ""
	}
	properties := child(document.Content[0], "properties")
	name := ""
	for i := 0; properties != nil && i+1 < len(properties.Content); i += 2 {
		if properties.Content[i].Line <= line {
			name = properties.Content[i].Value
		}
	}
	return name
}

// child gives the value of a key of a map, or nil.
func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
