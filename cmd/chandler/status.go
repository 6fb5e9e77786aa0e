package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// statusFlags are the flags of chandler status.
type statusFlags struct {
	target *targetFlags
	output string
}

func newStatus(s streams) *cobra.Command {
	var f statusFlags
	cmd := &cobra.Command{
		Use:     "status NAME",
		GroupID: "app",
		Short:   "Show an app's objects, and what those that are not ready wait for",
		Long: `Show an app: what its deployer says of it in the conditions of its Application, Assembled and Tested; then all that the
Application owns, each object below its owner, with its readiness by the rules that deployers wait by and, where it is not
ready, the reason; then what bears the app's name without being owned by it, which stays when the app is removed.

The exit status is 0 if everything is ready, 1 if something is not.`,
		Example: `  chandler status cache --namespace shop
  chandler status cache -n shop --output yaml`,
		Args: exactlyOne("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	cmd.Flags().StringVarP(&f.output, "output", "o", "text", "format: text, json or yaml")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json", "yaml"}, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	cmd.ValidArgsFunction = f.target.completeApplication
	return cmd
}

func (f *statusFlags) run(ctx context.Context, name string, s streams) error {
	if f.output != "yaml" {
		if err := textOrJSON(f.output); err != nil {
			return fmt.Errorf("%w, or yaml", err)
		}
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	status, err := verifier.Status(ctx, t.forVerifier(), t.Namespace, name)
	if err != nil {
		return err
	}
	if err := f.write(status, s); err != nil {
		return err
	}
	if !status.Ready {
		return errFailed
	}
	return nil
}

func (f *statusFlags) write(status *report.AppStatus, s streams) error {
	if f.output != "yaml" {
		return writeAs(f.output, status, s)
	}
	var document bytes.Buffer
	if err := status.WriteJSON(&document); err != nil {
		return err
	}
	text, err := yaml.JSONToYAML(document.Bytes())
	if err != nil {
		return fmt.Errorf("write the status as YAML: %w", err)
	}
	_, err = s.out.Write(text)
	return err
}
