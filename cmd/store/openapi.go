package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/marketplace/api"
)

func newOpenAPI() *cobra.Command {
	return &cobra.Command{
		Use:     "openapi",
		Short:   "Print the API's OpenAPI document",
		Example: "  chandler-store openapi > openapi.json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			document, err := api.Document()
			if err != nil {
				return err
			}
			var text bytes.Buffer
			if err := json.Indent(&text, document, "", "  "); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), text.String())
			return err
		},
	}
}
