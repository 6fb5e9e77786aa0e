package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// document is a result that can be written for people and for programs.
type document interface {
	WriteText(w io.Writer, colour bool) error
	WriteJSON(w io.Writer) error
}

// addTextOrJSON adds the flag for the format of a document.
func addTextOrJSON(cmd *cobra.Command, output *string) {
	cmd.Flags().StringVarP(output, "output", "o", "text", "format: text or json")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
}

func textOrJSON(output string) error {
	if output != "text" && output != "json" {
		return fmt.Errorf("--output %s: must be text or json", output)
	}
	return nil
}

// writeAs writes a document in the format; colours are for terminals that want them.
func writeAs(output string, d document, s streams) error {
	if output == "json" {
		return d.WriteJSON(s.out)
	}
	_, onTerminal := terminal(s.out)
	return d.WriteText(s.out, onTerminal && coloured())
}
