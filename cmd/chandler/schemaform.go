package main

import (
	"encoding/json"
	"os"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/form"
)

func newSchemaForm(s streams) *cobra.Command {
	var testSchema string
	cmd := &cobra.Command{
		Use:   "form FILE",
		Short: "Print the install form that a schema.yaml draws",
		Long: `Print the install form that a schema.yaml draws, as JSON: "schema" is the JSON Schema (2020-12) of the values that
a customer may give, "uiSchema" says how the fields look, in the words of react-jsonschema-form, and "help" is HTML
to show above them, with harmless tags only. Properties whose values the marketplace knows by itself are not in it;
for those that it generates there is a hidden field.`,
		Example: `  chandler schema form examples/nginx/schema.yaml
  chandler schema form schema.yaml --test-schema apptest/schema.yaml > form.json`,
		Args: exactlyOne("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := drawForm(args[0], testSchema)
			if err != nil {
				return err
			}
			out := json.NewEncoder(s.out)
			out.SetEscapeHTML(false)
			out.SetIndent("", "  ")
			return out.Encode(f)
		},
	}
	cmd.Flags().StringVar(&testSchema, "test-schema", "", "schema.yaml of the package's tests, whose properties replace those of FILE")
	return cmd
}

func drawForm(file, testFile string) (*form.Form, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s, err := schema.Parse(file, data)
	if err != nil {
		return nil, err
	}
	if testFile != "" {
		if data, err = os.ReadFile(testFile); err != nil {
			return nil, err
		}
		test, err := schema.ParseTest(testFile, data)
		if err != nil {
			return nil, err
		}
		if s, err = schema.Overlay(s, test); err != nil {
			return nil, err
		}
	}
	return form.Of(s)
}
