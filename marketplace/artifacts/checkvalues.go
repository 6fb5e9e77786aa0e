package artifacts

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"
)

// maxDocument bounds a file that is read as YAML or JSON, which takes a hundred times its size in memory.
const maxDocument = 512 << 10

// tooLong adds a problem with a file that is not read for its length.
func (c *chartCheck) tooLong(name string) bool {
	if len(c.files[name]) <= maxDocument {
		return false
	}
	c.problems.add(name, 0, "it has more than "+sizeOf(maxDocument), "move what is long into files of its own")
	return true
}

// checkValues wants a values.yaml to be a map.
func (c *chartCheck) checkValues(name string) {
	if c.tooLong(name) {
		return
	}
	var values map[string]any
	if err := yaml.Unmarshal(c.files[name], &values); err != nil {
		line, message := yamlFault(err)
		c.problems.add(name, line, message, "values.yaml has keys with values, as in replicas: 1")
	}
}

// checkValuesSchema wants a values.schema.json to be a schema of JSON. Schemas elsewhere that it refers to are not fetched.
func (c *chartCheck) checkValuesSchema(name string) {
	if c.tooLong(name) {
		return
	}
	data := c.files[name]
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		line := 0
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line = 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		}
		c.problems.add(name, line, "it is not JSON: "+brief(err.Error()), "")
		return
	}
	const url = "file:///values.schema.json"
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{})
	if err = compiler.AddResource(url, document); err == nil {
		_, err = compiler.Compile(url)
	}
	var elsewhere *jsonschema.LoadURLError
	switch {
	case errors.As(err, &elsewhere):
		c.warnings.add(name, 0, "it refers to a schema elsewhere, which is not fetched: values are not checked by it", "put that schema's definitions into the file")
	case err != nil:
		c.problems.add(name, 0, "it is not a schema of JSON: "+brief(err.Error()), "")
	}
}
