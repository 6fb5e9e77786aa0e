package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema"
)

// addParametersFlag adds the flag for the schema's parameters.
func addParametersFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("parameters", "", "values for the package's parameters: JSON or YAML, @FILE, or @- for the standard input")
}

// readParameters reads what --parameters was given: the values, and where each stands in the file or argument. in is the
// standard input.
func readParameters(given string, in io.Reader) (map[string]any, schema.Places, error) {
	if given == "" {
		return map[string]any{}, schema.Places{}, nil
	}
	file, data := "--parameters", []byte(given)
	if path, ok := strings.CutPrefix(given, "@"); ok {
		var err error
		if file, data, err = readInput(path, in); err != nil {
			return nil, schema.Places{}, fmt.Errorf("--parameters: %w", err)
		}
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

// standardInput is what faults of what was read from there are reported under.
const standardInput = "standard input"

// maxInput bounds what is read of the standard input, in bytes: far more than a schema or parameters may have.
const maxInput = 8 << 20

// readInput reads a file, or the standard input if path is -, and gives the name under which faults are reported.
func readInput(path string, in io.Reader) (name string, data []byte, err error) {
	if path == "-" {
		data, err = io.ReadAll(io.LimitReader(in, maxInput))
		return standardInput, data, err
	}
	data, err = os.ReadFile(path)
	return path, data, err
}
