package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// verifyFlags are the flags of chandler verify.
type verifyFlags struct {
	target                               *targetFlags
	parameters, output                   *string
	imagePrefix, logs                    string
	timeout, readyTimeout, testerTimeout time.Duration
	keep                                 bool
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
  chandler verify examples/redis --parameters '{"memory": "128Mi"}' --output json
  chandler verify registry.example.com/acme/app/deployer:1.2.0 --context staging`,
		Args: exactlyOne("PKG|IMAGE"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.parameters, f.output = addParametersFlag(cmd), addOutputFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.imagePrefix, "image-prefix", "", "where the package's images are: PREFIX:VERSION, PREFIX/NAME:VERSION, PREFIX/deployer:VERSION (default chandler.local/FOLDER)")
	flags.DurationVar(&f.timeout, "wait-timeout", 10*time.Minute, "how long the deployer may take as a whole")
	flags.DurationVar(&f.readyTimeout, "ready-timeout", 0, "how long the app may take to become ready (default: the deployer's, 5m)")
	flags.DurationVar(&f.testerTimeout, "tester-timeout", 0, "how long a tester may take (default: the deployer's, 5m)")
	flags.StringVar(&f.logs, "logs", "", "folder for this run's logs (default .chandler/runs/TIME)")
	flags.BoolVar(&f.keep, "keep", false, "leave everything on the cluster if the verdict is FAILED")
	return cmd
}

func (f *verifyFlags) run(ctx context.Context, arg string, s streams) error {
	reporter, err := newReporter(*f.output, s)
	if err != nil {
		return err
	}
	parameters, err := readParameters(*f.parameters)
	if err != nil {
		return err
	}
	pkg, err := openPackage(ctx, arg, f.imagePrefix)
	if err != nil {
		return err
	}
	if _, err := deployer.Load(pkg.files); err != nil { // found out before a cluster is started for it
		return err
	}
	t, err := f.target.openNamed(ctx)
	if err != nil {
		return err
	}
	scratch, remove, err := scratchFolder()
	if err != nil {
		return err
	}
	defer remove()
	result, err := verifier.Verify(ctx, verifier.Options{
		Source: pkg.source(t, scratch), Target: t.forVerifier(), Parameters: parameters,
		WaitTimeout: f.timeout, ReadyTimeout: f.readyTimeout, TesterTimeout: f.testerTimeout,
		Logs: logFolder(f.logs), Keep: f.keep, Reporter: reporter,
	})
	return conclude(result, err)
}

// conclude turns the end of a run into the end of the command.
func conclude(r *report.Report, err error) error {
	switch {
	case err != nil:
		return err
	case r.Verdict == report.Failed:
		return errFailed
	}
	return nil
}

// logFolder is where the logs of a run go.
func logFolder(given string) string {
	if given != "" {
		return given
	}
	return filepath.Join(".chandler", "runs", time.Now().Format("20060102-150405.000"))
}

// scratchFolder makes a folder for files that are needed during a run only.
func scratchFolder() (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp("", "chandler-")
	if err != nil {
		return "", nil, err
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil // what is left lies in the folder for temporary files
}

// exactlyOne refuses a command line that has not the one argument that is called name.
func exactlyOne(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("%s takes one %s, not %d (see %[1]s --help)", cmd.CommandPath(), name, len(args))
	}
}
