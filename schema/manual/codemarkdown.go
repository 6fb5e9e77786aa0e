package manual

import (
	"fmt"
	"strings"
)

// Markdown is the page of the code. said is what Chandler says of the wrong example; empty to leave it out.
func (c Code) Markdown(said string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n\nSeverity: %s.\n\n%s\n\n", c.ID, c.Title, c.Severity, c.What)
	fmt.Fprintf(&b, "## Why\n\n%s\n\n## What to do\n\n%s\n\n## Example\n\nWrong:\n\n%s", c.Why, c.Fix, files(c.Wrong, c.Wrong))
	if said != "" {
		fmt.Fprintf(&b, "What Chandler says of it:\n\n```\n%s\n```\n\n", said)
	}
	if c.With != "" {
		fmt.Fprintf(&b, "Here [%s](%s.md) says the same before any value is resolved.\n\n", c.With, c.With)
	}
	fmt.Fprintf(&b, "Mended:\n\n%s", files(c.Mended, c.Wrong))
	return strings.TrimSpace(b.String()) + "\n"
}

// files shows files of an example, with their names where the example has more than one.
func files(shown, all []File) string {
	var b strings.Builder
	for _, f := range shown {
		if len(all) > 1 {
			fmt.Fprintf(&b, "`%s`:\n\n", f.Name)
		}
		fmt.Fprintf(&b, "```yaml\n%s```\n\n", f.Text)
	}
	return b.String()
}

// CodesIndex is the page that lists all codes.
func CodesIndex() string {
	var b strings.Builder
	b.WriteString("# Codes\n\nWhat can be wrong with a `schema.yaml`, and with the parameters for it. A code keeps its meaning for ever. " +
		"An error cannot work; a warning works, but surely not as meant.\n\n`chandler schema explain CODE` shows these pages in the terminal.\n\n" +
		"| code | severity | |\n|---|---|---|\n")
	for _, c := range Codes() {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", c.ID, c.ID, c.Severity, c.Title)
	}
	return b.String()
}
