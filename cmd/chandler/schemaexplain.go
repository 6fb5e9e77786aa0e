package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema/manual"
)

func newSchemaExplain(s streams) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "explain [KEY]",
		Short: "Show the manual of schema.yaml",
		Long: `Show the manual of schema.yaml: of a key, of a value such as TLS_CERTIFICATE, or of a code such as CH122.
KEY may be the end of a key's name; without it the keys are listed. The formats are text, markdown, and,
without KEY, json-schema: a JSON Schema of schema.yaml for editors.`,
		Example: `  chandler schema explain
  chandler schema explain clusterConstraints.k8sVersion
  chandler schema explain TLS_CERTIFICATE
  chandler schema explain CH122
  chandler schema explain --output json-schema > schema.schema.json`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeTopic,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return explainAll(s.out, output)
			}
			return explain(s.out, args[0], output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "text", "format: text, markdown or json-schema")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "markdown", "json-schema"}, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	return cmd
}

func explainAll(w io.Writer, output string) error {
	switch output {
	case "text":
		fmt.Fprint(w, manual.Overview(textWidth(w)))
		fmt.Fprint(w, "\nchandler schema explain KEY tells more, also of a value such as TLS_CERTIFICATE, or a code such as CH122.\n")
	case "markdown":
		fmt.Fprint(w, manual.Reference())
	case "json-schema":
		fmt.Fprint(w, string(manual.JSONSchema()))
	default:
		return fmt.Errorf("--output %s: must be text, markdown or json-schema", output)
	}
	return nil
}

func explain(w io.Writer, word, output string) error {
	topic, also, err := manual.Lookup(word)
	if err != nil {
		return err
	}
	page := topic.Markdown
	if len(also) > 0 {
		page += "\nSee also:\n\n"
		for _, t := range also {
			page += "- `" + t.Name + "`\n"
		}
	}
	switch output {
	case "text":
		fmt.Fprint(w, manual.Plain(page, textWidth(w)))
	case "markdown":
		fmt.Fprint(w, page)
	case "json-schema":
		return fmt.Errorf("--output json-schema is for the whole schema; leave %s out", word)
	default:
		return fmt.Errorf("--output %s: must be text or markdown", output)
	}
	return nil
}

// textWidth is how wide text is written: as wide as the terminal, but no wider than is read with ease.
func textWidth(w io.Writer) int {
	const widest, narrowest = 100, 40
	file, is := terminal(w)
	if !is {
		return widest
	}
	if width := columns(file); width > 0 {
		return max(min(width, widest), narrowest)
	}
	return widest
}

func completeTopic(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	var found []string
	if len(args) == 0 {
		for _, t := range manual.Complete(word) {
			found = append(found, t.Name+"\t"+t.Summary)
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}
