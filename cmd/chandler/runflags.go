package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/report"
)

// runFlags are the flags that verify and install have in common: both run a deployer.
type runFlags struct {
	target                *targetFlags
	parameters, output    *string
	imagePrefix, logs     string
	timeout, readyTimeout time.Duration
	hold                  *durationFlag
}

func addRunFlags(cmd *cobra.Command, s streams) *runFlags {
	f := &runFlags{target: addTargetFlags(cmd, s), parameters: addParametersFlag(cmd), output: addOutputFlag(cmd)}
	flags := cmd.Flags()
	flags.StringVar(&f.imagePrefix, "image-prefix", "", "where the package's images are: PREFIX:VERSION, PREFIX/NAME:VERSION, PREFIX/deployer:VERSION (default chandler.local/FOLDER)")
	flags.DurationVar(&f.timeout, "wait-timeout", 10*time.Minute, "how long the deployer may take as a whole")
	flags.DurationVar(&f.readyTimeout, "ready-timeout", 0, "how long the app may take to become ready (default: the deployer's, 5m)")
	f.hold = addHoldFlag(cmd, "the deployer's, 2s")
	flags.StringVar(&f.logs, "logs", "", "folder for this run's logs (default .chandler/runs/TIME)")
	return f
}

// runInput is what a run of a deployer starts from.
type runInput struct {
	reporter   report.Reporter
	parameters map[string]any
	places     schema.Places
	pkg        *packageArg
	target     *target
	scratch    string
}

// open reads everything that the command line names, the package first and the cluster last, so that none is started
// for a package that can't be read. close has to be called when the run is over.
func (f *runFlags) open(ctx context.Context, arg string, s streams, cluster func(context.Context) (*target, error)) (in *runInput, closeInput func(), err error) {
	in = &runInput{}
	if in.reporter, err = newReporter(*f.output, s); err != nil {
		return nil, nil, err
	}
	if in.parameters, in.places, err = readParameters(*f.parameters, s.in); err != nil {
		return nil, nil, err
	}
	if in.pkg, err = openPackage(ctx, arg, f.imagePrefix); err != nil {
		return nil, nil, err
	}
	if _, err = deployer.Load(in.pkg.files); err != nil {
		return nil, nil, withSchemaLines(err, in.pkg.files, s.err)
	}
	if in.target, err = cluster(ctx); err != nil {
		return nil, nil, err
	}
	in.target.recognise(ctx)
	in.scratch, closeInput, err = scratchFolder()
	return in, closeInput, err
}
