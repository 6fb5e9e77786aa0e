package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema"
)

// addParametersFlag adds the flag for the schema's parameters.
func addParametersFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("parameters", "", "values for the package's parameters: JSON or YAML, or @FILE")
}

// readParameters reads what --parameters was given: the values, and where each stands in the file or argument.
func readParameters(given string) (map[string]any, schema.Places, error) {
	if given == "" {
		return map[string]any{}, schema.Places{}, nil
	}
	file, data := "--parameters", []byte(given)
	if path, ok := strings.CutPrefix(given, "@"); ok {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			return nil, schema.Places{}, fmt.Errorf("--parameters: %w", err)
		}
		file = path
	}
	values, err := schema.ParseValues(file, data)
	if err != nil {
		return nil, schema.Places{}, fmt.Errorf("--parameters: %w", err)
	}
	return values, schema.ParameterPlaces(file, data), nil
}

// locate moves what is wrong with parameters to where they stand; other errors stay.
func locate(err error, places schema.Places) error {
	var problems schema.Problems
	if errors.As(err, &problems) {
		return places.Locate(problems)
	}
	return err
}
