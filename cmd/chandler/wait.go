package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/verifier"
)

// waitFlags are the flags of chandler wait.
type waitFlags struct {
	target        *targetFlags
	output        *string
	manifests     string
	timeout, hold time.Duration
}

func newWait(s streams) *cobra.Command {
	var f waitFlags
	cmd := &cobra.Command{
		Use:     "wait NAME | -f DIR|FILE|-",
		GroupID: "stage",
		Short:   "Wait until an app is ready, or will never be",
		Long: `Wait until everything that an app's Application owns is ready, or every object of some manifests, by the rules that
deployers wait by; with them, what those objects own themselves. What will not get ready (a crash, an image that is not
there, a claim without volume) is told as soon as it is certain.

The exit status is 0 if everything is ready, 1 if it is not.`,
		Example: `  chandler wait cache --namespace shop --timeout 2m
  chandler wait cache --namespace shop --hold 30s
  chandler render examples/nginx --name web -n shop | chandler wait -f - -n shop`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args, s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.output = addOutputFlag(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&f.manifests, "filename", "f", "", "folder or file with the objects to wait for, - for the standard input")
	flags.DurationVar(&f.timeout, "timeout", ready.DefaultTimeout, "how long the app may take")
	flags.DurationVar(&f.hold, "hold", ready.DefaultHold, "how long the app must stay ready to be believed")
	cmd.ValidArgsFunction = f.target.completeApplication
	return cmd
}

func (f *waitFlags) run(ctx context.Context, args []string, s streams) error {
	if (f.manifests == "") == (len(args) == 0) {
		return errors.New("name an app, or objects with --filename: chandler wait NAME, or chandler wait -f FILE")
	}
	reporter, err := newReporter(*f.output, s)
	if err != nil {
		return err
	}
	name, objects, err := f.subject(args, s)
	if err != nil {
		return err
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	return conclude(verifier.Wait(ctx, verifier.WaitOptions{
		Target: t.forVerifier(), Name: name, Objects: objects, Namespace: t.Namespace, Timeout: f.timeout, Hold: f.hold, Reporter: reporter,
	}))
}

// subject gives what is waited for: the app of that name, or objects, which are called after their Application.
func (f *waitFlags) subject(args []string, s streams) (name string, objects []*unstructured.Unstructured, err error) {
	if f.manifests == "" {
		return args[0], nil, nil
	}
	if objects, err = readManifests(f.manifests, s.in); err != nil {
		return "", nil, err
	}
	if len(objects) == 0 {
		return "", nil, errors.New("there are no objects in what --filename names")
	}
	if app, err := deployer.FindApplication(objects); err == nil {
		return app.GetName(), objects, nil
	}
	return counted(len(objects), "object"), objects, nil
}
