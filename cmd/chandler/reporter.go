package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/chandler-dev/chandler/verifier/report"
)

// addOutputFlag adds the flag for the format of a run's report.
func addOutputFlag(cmd *cobra.Command) *string {
	output := cmd.Flags().StringP("output", "o", "auto", "format: auto (live on a terminal), plain, or json (one document at the end)")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"auto", "plain", "json"}, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	return output
}

// newReporter chooses the look of a run.
func newReporter(output string, s streams) (report.Reporter, error) {
	switch output {
	case "auto":
		if file, ok := terminal(s.out); ok {
			return report.NewTerminal(file, report.TerminalOptions{Colour: coloured(), Width: func() int { return columns(file) }}), nil
		}
		return report.NewPlain(s.out), nil
	case "plain":
		return report.NewPlain(s.out), nil
	case "json":
		return report.NewJSON(s.out), nil
	}
	return nil, fmt.Errorf("--output %s: must be auto, plain or json", output)
}

// terminal tells whether w is a terminal.
func terminal(w io.Writer) (*os.File, bool) {
	file, ok := w.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// columns is the width of a terminal, 0 if it can't be told.
func columns(file *os.File) int {
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
