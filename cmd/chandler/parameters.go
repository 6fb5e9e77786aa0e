package main

import (
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

// readParameters reads what --parameters was given.
func readParameters(given string) (map[string]any, error) {
	if given == "" {
		return map[string]any{}, nil
	}
	file, data := "--parameters", []byte(given)
	if path, ok := strings.CutPrefix(given, "@"); ok {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("--parameters: %w", err)
		}
		file = path
	}
	values, err := schema.ParseValues(file, data)
	if err != nil {
		return nil, fmt.Errorf("--parameters: %w", err)
	}
	return values, nil
}
