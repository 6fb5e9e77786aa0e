package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/marketplace"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/demo"
)

func newSeed() *cobra.Command {
	var f *storeFlags
	var kubeconfig, name string
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Put sample data into a store that runs",
		Long: `Put sample data into a store that runs, through its API: a cluster for projects and verifications, the workspace
` + demo.Workspace + `, the project ` + demo.Project + ` on that cluster, and the user ` + demo.User + ` who may install there.
What is there already stays as it is.`,
		Example: `  chandler-store seed --kubeconfig ~/.kube/config`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := f.config()
			if err != nil {
				return err
			}
			if kubeconfig == "" {
				return errors.New("--kubeconfig is missing: name the file of a cluster's administrator")
			}
			text, err := os.ReadFile(kubeconfig)
			if err != nil {
				return err
			}
			admin := client.New(addressOf(c))
			link, err := marketplace.AdminLink(cmd.Context(), c, marketplace.Admin)
			if err != nil {
				return err
			}
			if err := admin.SignInByLink(cmd.Context(), link); err != nil {
				return err
			}
			seeded, err := demo.Seed(cmd.Context(), admin, demo.Cluster{Name: name, Kubeconfig: text})
			if err != nil {
				return err
			}
			return tellSeeded(cmd.OutOrStdout(), seeded)
		},
	}
	f = addStoreFlags(cmd)
	cmd.Flags().StringVar(&kubeconfig, "kubeconfig", "", "file with the credentials of a cluster's administrator")
	cmd.Flags().StringVar(&name, "cluster", "store", "what the store calls the cluster")
	return cmd
}

// addressOf is where the server of a configuration answers.
func addressOf(c marketplace.Config) string {
	if c.Public != "" {
		return c.Public
	}
	return "http://" + c.Address
}

func tellSeeded(w io.Writer, s *demo.Seeded) error {
	_, err := fmt.Fprintf(w, "Workspace %s, project %s and user %s are there.\n", demo.Workspace, demo.Project, demo.User)
	if s.Password != "" {
		_, err = fmt.Fprintf(w, "The password of %s is %s\n", demo.User, s.Password)
	}
	return err
}
