package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/report"
)

// schemaCheckFlags are the flags of chandler schema check.
type schemaCheckFlags struct {
	test, output string
	strict       bool
}

func newSchemaCheck(s streams) *cobra.Command {
	var f schemaCheckFlags
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Find all that is wrong with schemas",
		Long: `Find all that is wrong with schemas, in one run: errors, which cannot work, and warnings, which work but surely not as
meant. FILE is a schema.yaml, a package folder (then its test schema is laid over it, and checked too) or - for
standard input.

Exit status: 0 no errors, 1 errors (with --strict also warnings), 2 a file cannot be read.`,
		Example: `  chandler schema check examples/nginx
  chandler schema check schema.yaml --test-schema apptest/deployer/schema.yaml --strict
  chandler schema check */schema.yaml --output sarif > schema.sarif`,
		RunE: func(_ *cobra.Command, args []string) error { return f.run(args, s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.test, "test-schema", "", "schema of the package's tests, to be laid over the one FILE")
	flags.BoolVar(&f.strict, "strict", false, "make errors of warnings")
	flags.StringVarP(&f.output, "output", "o", "text", "format: text, json or sarif (2.1.0)")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json", "sarif"}, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	return cmd
}

func (f *schemaCheckFlags) run(args []string, s streams) error {
	files, err := f.read(args, s.in)
	if err != nil {
		return err
	}
	var problems schema.Problems
	var lines []string
	sources := report.Sources{}
	for _, file := range files {
		checked, found := file.lint()
		if f.strict {
			found = found.Strict()
		}
		file.addTo(sources)
		problems = append(problems, found...)
		if checked != nil {
			lines = append(lines, fmt.Sprintf("%s: %s: %s", file.name(), report.Describe(checked), report.Count(found)))
		}
	}
	if err := f.write(s.out, problems, sources, lines); err != nil {
		return err
	}
	if problems.Err() != nil {
		return errFailed
	}
	return nil
}

// read reads all files before any is judged, and names all that cannot be read.
func (f *schemaCheckFlags) read(args []string, in io.Reader) ([]*schemaFiles, error) {
	switch {
	case len(args) == 0:
		return nil, errors.New("chandler schema check takes at least one FILE (see chandler schema check --help)")
	case len(args) > 1 && f.test != "":
		return nil, fmt.Errorf("--test-schema goes with one FILE, not %d", len(args))
	case f.output != "text" && f.output != "json" && f.output != "sarif":
		return nil, fmt.Errorf("--output %s: must be text, json or sarif", f.output)
	}
	var files []*schemaFiles
	var errs []error
	for _, arg := range args {
		file, err := readSchemaFiles(arg, f.test, in)
		files, errs = append(files, file), append(errs, err)
	}
	return files, errors.Join(errs...)
}

// write writes the problems. In text a line for each good file follows, or where there are errors their number.
func (f *schemaCheckFlags) write(w io.Writer, problems schema.Problems, sources report.Sources, lines []string) error {
	switch f.output {
	case "json":
		return report.WriteJSON(w, problems)
	case "sarif":
		folder, err := os.Getwd()
		if err != nil {
			return err
		}
		return report.SARIF{Version: versionString(), Folder: folder}.Write(w, problems)
	}
	end := strings.Join(lines, "\n")
	if problems.Err() != nil {
		end = report.Summary(problems)
	}
	_, err := io.WriteString(w, problemText(w, sources).All(problems)+end+"\n")
	return err
}
