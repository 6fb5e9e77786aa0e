// Package verifier is the outside view of a package: it provisions what a marketplace would, runs the deployer as a
// Job, judges install, tests and removal by what the cluster says, and reports.
//
// Verify is the whole of it; Install and Uninstall are the parts that a user of a package needs.
package verifier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/report"
)

// The steps of a verification, in their order.
const (
	StepLint      = "lint"
	StepPackage   = "package"
	StepProvision = "provision"
	StepInstall   = "install"
	StepTest      = "test"
	StepRemove    = "remove"

	// StepConstraints comes first in an install, where a package has constraints.
	StepConstraints = "constraints"
)

// Source is what is verified or installed.
type Source struct {
	// Name is what the user called it: the package's name, or an image reference. Flavour is "envsubst" or "Helm".
	Name, Flavour string
	// Files is the root of the deployer image: data/…, data-test/….
	Files fs.FS
	// Prepare makes the deployer image, or finds it. It is called once, in the step "package".
	Prepare func(ctx context.Context) (Image, error)
}

// Image is a deployer image that a cluster can run.
type Image struct {
	// Reference is its full name, as the Job names it.
	Reference string
	// AppPrefix is where the app's images are, if that is not beside this one: for a deployer that was copied elsewhere.
	AppPrefix string
	// Digest and Size (bytes, compressed) are for the report; they may be empty.
	Digest string
	Size   int64
	// Archives are image archives and layouts that have to be loaded into the cluster before: the deployer's, the app's.
	Archives []string
	// AlwaysPull is for a reference into a registry by a tag, which may have moved since a node pulled it.
	AlwaysPull bool
	// OfChandler says that the image runs Chandler's deployer: it tells its progress and needs no capabilities.
	OfChandler bool
}

// Target is the cluster.
type Target struct {
	Client *kube.Client
	// Name and About are for the report: "embedded", "Kubernetes 1.36.3, 1 node, already running".
	Name, About string
	// Load puts image archives and layouts onto the cluster's nodes; nil where that is not possible.
	Load func(ctx context.Context, archives ...string) error
}

// Options are the parameters of Verify.
type Options struct {
	Source Source
	Target Target
	// Name is what the app and its namespace are called, which must not be there yet; a random one if it is empty. Whoever
	// keeps it before the run can clear away what a run that was killed has left (ClearAway).
	Name       string
	Parameters map[string]any // values for the schema's properties, without name and namespace
	// PullConfig is the content of a Secret of the type kubernetes.io/dockerconfigjson for the deployer's image; may be empty.
	PullConfig []byte
	// NamespaceLabels are put onto the namespace of the verification, such as those by which Pods are held to a standard.
	NamespaceLabels map[string]string
	// Places say where Parameters stand in a file, for what is wrong with them; zero if they are in none.
	Places schema.Places
	// WaitTimeout bounds the deployer's whole run (600 s if zero), RemoveTimeout the removal (120 s if zero).
	// ReadyTimeout and TesterTimeout are handed to the deployer; zero leaves its own.
	WaitTimeout, RemoveTimeout, ReadyTimeout, TesterTimeout time.Duration
	// Hold, if set, is handed to the deployer: how long the app must stay ready.
	Hold *time.Duration
	// Logs is the folder for this run's logs; it is made. Empty keeps none.
	Logs string
	// Keep leaves everything on the cluster if the verdict is FAILED.
	Keep bool
	// Strict makes errors of what lint would warn of.
	Strict bool
	// Recreate lets the deployer make anew what changes in a field that cannot be changed: for Install and Diff.
	Recreate bool
	Reporter report.Reporter
}

// NewName makes a name for the app and the namespace of a verification.
func NewName() (string, error) {
	id, err := randomID(8)
	return "apptest-" + id, err
}

// Verify runs all steps and returns the report, whose verdict may be FAILED. An error means that the package could not
// be judged: the cluster does not answer or forbids something, or, as an *Interrupted, that ctx was cancelled. Whatever
// the end, what was made on the cluster is removed, or named in the error.
func Verify(ctx context.Context, o Options) (*report.Report, error) {
	if o.Name == "" {
		name, err := NewName()
		if err != nil {
			return nil, err
		}
		o.Name = name
	}
	r, err := newRun(o, o.Name, o.Name)
	if err != nil {
		return nil, err
	}
	defer r.logs.close()
	o = r.options
	began := time.Now()
	r.open()
	o.Reporter.Header(r.report)
	if err := r.verify(ctx); err != nil {
		return nil, r.unjudged(err, r.cleanUp(ctx))
	}
	r.conclude(time.Since(began))
	return r.report, nil
}

// verify runs the steps until one of them has decided all there is to decide.
func (r *run) verify(ctx context.Context) error {
	stop := r.takeBaseline(ctx)
	defer stop()
	if err := r.runAll(ctx, namedStep{StepLint, r.lint}, namedStep{StepPackage, r.pack}, namedStep{StepProvision, r.provision},
		namedStep{StepInstall, r.install}, namedStep{StepTest, r.test}); err != nil {
		return err
	}
	switch {
	case !r.made:
		r.skip(StepRemove, "nothing was made")
	case r.failedSoFar() && r.options.Keep:
		r.skip(StepRemove, "kept as asked: namespace "+r.namespace)
		return r.keepAll(ctx)
	default:
		_, err := r.step(ctx, StepRemove, r.remove)
		return err
	}
	return nil
}

// unjudged says that there is no verdict and why, on which cluster, and what could not be cleaned up.
func (r *run) unjudged(err, left error) error {
	if errors.Is(err, context.Canceled) {
		state := "everything that was made is cleaned up"
		if !r.made {
			state = "nothing was made"
		}
		return &Interrupted{State: state, Left: left}
	}
	return fmt.Errorf("%s could not be judged on cluster %q (%s): %w", r.report.Package, r.options.Target.Name, r.report.Cluster.Server, errors.Join(err, left))
}
