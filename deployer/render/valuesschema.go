package render

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"helm.sh/helm/v4/pkg/chart/common"
	helmchart "helm.sh/helm/v4/pkg/chart/v2"
)

// valuesSchema is the file of a chart that says what its values look like.
const valuesSchema = "values.schema.json"

// checkValues holds the values to the values.schema.json of the chart and of those in it. Helm's own check would fetch
// schemas that these refer to from the network, and has values in its messages.
func checkValues(c chart, loaded *helmchart.Chart, values any) error {
	if v, ok := values.(common.Values); ok {
		values = v.AsMap()
	}
	if loaded.Schema != nil {
		if err := validate(loaded.Schema, values); err != nil {
			return &Error{File: c.path, Message: fmt.Sprintf("the values do not suit %s of chart %s: %v", valuesSchema, loaded.Name(), err)}
		}
	}
	m, _ := values.(map[string]any)
	for _, dependency := range loaded.Dependencies() {
		if inner, ok := m[dependency.Name()].(map[string]any); ok {
			if err := checkValues(c, dependency, inner); err != nil {
				return err
			}
		}
	}
	return nil
}

// validate gives nil also for a schema that refers to another place: it cannot be checked without a network.
func validate(schema []byte, values any) error {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return fmt.Errorf("it is not JSON: %w", err)
	}
	const url = "file:///" + valuesSchema
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{})
	if err := compiler.AddResource(url, document); err != nil {
		return err
	}
	compiled, err := compiler.Compile(url)
	var elsewhere *jsonschema.LoadURLError
	if errors.As(err, &elsewhere) {
		return nil
	}
	if err != nil {
		return err
	}
	var invalid *jsonschema.ValidationError
	if err := compiled.Validate(values); errors.As(err, &invalid) {
		return errors.New(strings.Join(reasons(invalid), "; "))
	}
	return nil
}

// reasons names the places that are wrong, without the values at them.
func reasons(e *jsonschema.ValidationError) []string {
	var all []string
	for _, cause := range e.Causes {
		all = append(all, reasons(cause)...)
	}
	if len(e.Causes) > 0 {
		return all
	}
	place := "." + strings.Join(e.InstanceLocation, ".")
	switch k := e.ErrorKind.(type) {
	case *kind.Pattern:
		return []string{place + ": it does not match " + k.Want}
	case *kind.Format:
		return []string{place + ": it is not a valid " + k.Want}
	}
	return []string{place + ": " + e.ErrorKind.LocalizedString(message.NewPrinter(language.English))}
}
