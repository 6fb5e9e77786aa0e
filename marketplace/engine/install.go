package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// InstallInput says what is installed, where, and by whom.
type InstallInput struct {
	Cluster  *clusters.Cluster
	Identity clusters.Identity
	// Instance is the instance's id, Name that of its Application, which is in Namespace.
	Instance, Name, Namespace string
	// Revision counts what was ever installed for the instance, from 1. An upgrade, a changed setting, another try and
	// the way back to an earlier version each are a revision of their own.
	Revision int
	Image    Image
	// Files is the root of the deployer image: data/…
	Files fs.FS
	// Parameters are the values of the schema's properties without name and namespace; Generated those that Outcome had
	// for the revision before.
	Parameters, Generated map[string]any
	// Loader brings Image.Archives to the nodes; nil where there are none.
	Loader clusters.Loader
	// PullConfig is the content of a dockerconfigjson Secret for the registry that nodes pull the deployer from; may be empty.
	PullConfig []byte
	// Timeout is after how long the cluster ends the deployer; 10 minutes if zero.
	Timeout time.Duration
	// Progress, if set, is told what happens. No secret is in it. Calls do not overlap.
	Progress func(Progress)
}

// Image is a deployer image.
type Image struct {
	// Reference is its full name with its digest: REGISTRY/PACKAGE/deployer@sha256:…
	Reference string
	// Archives are image archives that have to be loaded into the cluster before; none where nodes pull.
	Archives []string
	// AppPrefix is where the app's images are, for a deployer image that was copied from beside them; else empty.
	AppPrefix string
	// OfChandler says that it runs Chandler's deployer, which needs no capabilities.
	OfChandler bool
}

// Progress is one thing that an install or a removal does or waits for.
type Progress struct {
	// Stage is what is done: constraints, package, provision, install, then the deployer's expand, render, apply, wait,
	// prune; or remove.
	Stage string
	// Object is what it is about; nil if about nothing in particular.
	Object  *kube.Ref
	Message string
}

// Outcome is what became of a revision.
type Outcome struct {
	Succeeded bool `json:"succeeded"`
	// Failure is why it failed; nil if it did not.
	Failure *event.Failure `json:"failure,omitempty"`
	// Steps are what was done, in its order.
	Steps []OutcomeStep `json:"steps"`
	// Objects are those that the deployer applied, as far as it told.
	Objects []kube.Ref `json:"objects"`
	// Notes are what else there is to say: what of the version before stays.
	Notes []string `json:"notes,omitempty"`
	// Generated are the values that this revision made or took over, to be given to the next. They are secrets, and are
	// there even if it failed.
	Generated map[string]any `json:"-"`
}

// OutcomeStep is one step of a revision.
type OutcomeStep struct {
	Name    string         `json:"name"`
	Verdict report.Verdict `json:"verdict"`
	Seconds float64        `json:"seconds"`
	// Reason says in one line why the step failed or was skipped, Summary what it did.
	Reason  string `json:"reason,omitempty"`
	Summary string `json:"summary,omitempty"`
}

// Install brings an instance to a revision. Called again for the same revision, at whatever point an earlier call was
// cut off, it goes on from there and comes to the same outcome: the deployer runs once. An error means that the outcome
// is not known yet: ctx is over, or the cluster does not answer.
func Install(ctx context.Context, in InstallInput) (*Outcome, error) {
	client, err := in.Cluster.As(in.Identity)
	if err != nil {
		return nil, err
	}
	pkg, err := deployer.Load(in.Files)
	if err != nil {
		return nil, fmt.Errorf("read the package: %w", err)
	}
	secrets := redactorFor(pkg.Schema, in.Parameters, in.Generated)
	learn := func(generated map[string]any) {
		*secrets = *redactorFor(pkg.Schema, in.Parameters, in.Generated, generated)
	}
	result, err := verifier.InstallRevision(ctx, in.options(client, learn, secrets))
	var forbidden *verifier.Forbidden
	if errors.As(err, &forbidden) {
		return &Outcome{Failure: notAllowed(in.Namespace, forbidden), Generated: in.Generated}, nil
	}
	if err != nil {
		return nil, secrets.error(err)
	}
	return outcomeOf(result, secrets), nil
}

func (in *InstallInput) options(client *kube.Client, learn func(map[string]any), secrets *redactor) verifier.RevisionOptions {
	o := verifier.RevisionOptions{
		Source: verifier.Source{Name: in.Name, Files: in.Files, Prepare: func(context.Context) (verifier.Image, error) {
			return verifier.Image{Reference: in.Image.Reference, Archives: in.Image.Archives, AppPrefix: in.Image.AppPrefix, OfChandler: in.Image.OfChandler}, nil
		}},
		Target: verifier.Target{Client: client, Name: in.Cluster.Server()},
		Name:   in.Name, Namespace: in.Namespace, Number: in.Revision, Instance: in.Instance,
		Parameters: in.Parameters, Generated: in.Generated, PullConfig: in.PullConfig, Facts: in.Cluster.Platform, WaitTimeout: in.Timeout,
		Made: learn,
	}
	if in.Loader != nil {
		o.Target.Load = in.Loader.Load
	}
	if in.Progress != nil {
		o.Progress = func(p verifier.Progress) {
			in.Progress(Progress{Stage: p.Stage, Object: p.Object, Message: secrets.text(p.Message)})
		}
	}
	return o
}

// outcomeOf reads the outcome from the report.
func outcomeOf(result *verifier.Revision, secrets *redactor) *Outcome {
	out := &Outcome{Succeeded: result.Report.Verdict == report.Passed, Generated: result.Generated, Steps: []OutcomeStep{}, Objects: []kube.Ref{}}
	for _, s := range result.Report.Steps {
		out.Steps = append(out.Steps, OutcomeStep{Name: s.Name, Verdict: s.Verdict, Seconds: s.Seconds, Reason: secrets.text(s.Reason), Summary: secrets.text(s.Summary)})
		if s.Failure != nil && out.Failure == nil {
			out.Failure = secrets.failure(inTheStore(s.Failure))
		}
		if s.Name != verifier.StepInstall {
			continue
		}
		for _, o := range s.Objects {
			out.Objects = append(out.Objects, o.Ref)
		}
		for _, note := range s.Notes {
			out.Notes = append(out.Notes, secrets.text(note))
		}
	}
	return out
}

// inTheStore puts a hint that names an option of the command line into the words of the store.
func inTheStore(f *event.Failure) *event.Failure {
	hint := ""
	switch f.Reason {
	case "Timeout":
		hint = "Look at what it waited for. If it only is slow, install again."
	case "ConstraintsNotMet":
		hint = "Nothing was made. Choose another cluster, or make room on this one."
	default:
		return f
	}
	out := *f
	if f.Object == nil || f.Object.Kind == "Job" {
		out.Hint = hint
	}
	return &out
}

// notAllowed says in the words of the cluster what the user may not do, and who may.
func notAllowed(namespace string, f *verifier.Forbidden) *event.Failure {
	hint := fmt.Sprintf("Ask an admin of project %s for the role operator.", namespace)
	if f.Object.Namespace == "" {
		hint = "The package wants rights on the whole cluster, which a project cannot give. Ask its publisher for a version that keeps to its namespace, or the administrator of the cluster to install it."
	}
	object := f.Object
	return &event.Failure{Stage: verifier.StepProvision, Object: &object, Reason: "Forbidden", Message: f.Err.Error(), Hint: hint}
}
