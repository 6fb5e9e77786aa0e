package pages

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Documented gives the commands below one, each before those below it; hidden ones and cobra's own are left out.
func Documented(c *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "completion" {
			all = append(append(all, sub), Documented(sub)...)
		}
	}
	return all
}

// Commands is a page with the introduction, and with what each documented command below the root says to --help.
func Commands(root *cobra.Command, introduction string) ([]byte, error) {
	var page bytes.Buffer
	page.WriteString(introduction)
	for _, c := range Documented(root) {
		var help bytes.Buffer
		c.InitDefaultHelpFlag()
		c.SetOut(&help)
		if err := c.Help(); err != nil {
			return nil, fmt.Errorf("help of %s: %w", c.CommandPath(), err)
		}
		fmt.Fprintf(&page, "\n## %s\n\n```\n%s\n```\n", c.CommandPath(), strings.TrimRight(help.String(), "\n"))
	}
	return page.Bytes(), nil
}
