package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier"
)

// verifyFlags are the flags of chandler verify.
type verifyFlags struct {
	*runFlags
	testerTimeout time.Duration
	keep, strict  bool
}

func newVerify(s streams) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:     "verify PKG|IMAGE",
		GroupID: "package",
		Short:   "Prove that a package installs, works and comes off without a trace",
		Long: `Prove on a real cluster that a package installs, works and comes off without a trace.

PKG is a package folder; IMAGE is a deployer image: an archive, an OCI layout, or a reference into a registry.
The embedded Kubernetes is used (started when needed, and kept for the next run) unless --kubeconfig or --context
names another cluster. Everything happens in a namespace of its own, which is deleted at the end.

Exit status: 0 PASSED, 1 FAILED, 2 it could not be judged.`,
		Example: `  chandler verify examples/nginx
  chandler verify examples/nginx --parameters '{"replicas": 2}' --output json
  chandler verify examples/nginx --hold 30s
  chandler verify registry.example.com/acme/app/deployer:1.2.0 --context staging`,
		Args: exactlyOne("PKG|IMAGE"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.runFlags = addRunFlags(cmd, s)
	flags := cmd.Flags()
	flags.DurationVar(&f.testerTimeout, "tester-timeout", 0, "how long a tester may take (default: the deployer's, 5m)")
	flags.BoolVar(&f.strict, "strict", false, "make errors of lint's warnings: of the schema's and of the rules'")
	flags.BoolVar(&f.keep, "keep", false, "leave everything on the cluster if the verdict is FAILED")
	return cmd
}

func (f *verifyFlags) run(ctx context.Context, arg string, s streams) error {
	in, closeInput, err := f.open(ctx, arg, s, f.target.openNamed)
	if err != nil {
		return err
	}
	defer closeInput()
	return conclude(verifier.Verify(ctx, verifier.Options{
		Source: in.pkg.source(in.target, in.scratch), Target: in.target.forVerifier(), Parameters: in.parameters, Places: in.places,
		WaitTimeout: f.timeout, ReadyTimeout: f.readyTimeout, Hold: f.hold.value(), TesterTimeout: f.testerTimeout,
		Logs: logFolder(f.logs), Keep: f.keep, Strict: f.strict, Reporter: in.reporter,
	}))
}
