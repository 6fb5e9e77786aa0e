package verifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// RevisionOptions are the parameters of InstallRevision.
type RevisionOptions struct {
	Source          Source
	Target          Target
	Name, Namespace string
	// Number counts an app's revisions from 1. Instance, if not empty, is what the app is to whoever installs it: an
	// Application of the name that was not labelled with it belongs to somebody else and is not touched.
	Number   int
	Instance string
	// Parameters are values for the schema's properties, without name and namespace; Generated those that an earlier
	// revision made, which count where Parameters have none, or an empty text.
	Parameters, Generated map[string]any
	// PullConfig is the content of a Secret of the type kubernetes.io/dockerconfigjson for the deployer's image; may be empty.
	PullConfig []byte
	// Facts reads what the package's constraints ask of the cluster; nil: the client of Target.
	Facts *kube.Client
	// WaitTimeout is after how long the cluster ends the deployer (600 s if zero); ReadyTimeout is handed to it, zero
	// leaves its own.
	WaitTimeout, ReadyTimeout time.Duration
	// Progress, if set, is called with what happens, and Made with what Revision.Generated will be, as soon as that is
	// known and before anything is told that could have it in it. Calls do not overlap.
	Progress func(Progress)
	Made     func(generated map[string]any)
}

// Revision is what became of one.
type Revision struct {
	Report *report.Report
	// Generated are the values that were made for this revision or taken over from earlier ones: secrets, by the names
	// of their properties. They are there also if it failed, and also those that this version of the package has no use
	// for: the way back may lead to one that has.
	Generated map[string]any
}

// revision is the part of a run that only a revision has.
type revision struct {
	options   RevisionOptions
	generated map[string]any
}

// grace is for how long a deployer is still followed after the cluster should have ended it.
const grace = time.Minute

// InstallRevision installs an app, or brings it to what package and parameters say now, as one numbered revision: its
// deployer runs as the Job provision.JobName, once. Called again with the same number, at any time after it was cut off,
// it goes on where that was: it finds the Job, follows it, and comes to the same end. A FAILED report says why; an error
// means that it could not be tried, a *Forbidden that the user may not.
func InstallRevision(ctx context.Context, o RevisionOptions) (*Revision, error) {
	if err := deployer.CheckIdentity(o.Name, o.Namespace); err != nil {
		return nil, err
	}
	if o.Number < 1 {
		return nil, fmt.Errorf("revision %d of %s: revisions are counted from 1", o.Number, o.Name)
	}
	o.WaitTimeout = orElse(o.WaitTimeout, 600*time.Second)
	r, err := newRun(Options{Source: o.Source, Target: o.Target, WaitTimeout: o.WaitTimeout + grace, ReadyTimeout: o.ReadyTimeout}, o.Name, o.Namespace)
	if err != nil {
		return nil, err
	}
	defer r.stopDeployer()
	r.mode, r.revision, r.progress = provision.Install, &revision{options: o}, o.Progress
	r.report.Outcome = fmt.Sprintf("installed revision %d of %s in namespace %s", o.Number, o.Name, o.Namespace)
	began := time.Now()
	if r.open(); r.unreadable != nil {
		return nil, r.unreadable
	}
	r.options.Parameters = overlay(r.generatedIn(o.Generated), r.given(o.Parameters))
	if err := r.installRevision(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, &Interrupted{State: fmt.Sprintf("revision %d goes on where it was when it is installed again", o.Number)}
		}
		return nil, fmt.Errorf("install revision %d of %s on cluster %q: %w", o.Number, o.Name, o.Target.Name, err)
	}
	r.forgetOld(ctx)
	r.conclude(time.Since(began))
	return &Revision{Report: r.report, Generated: overlay(o.Generated, r.revision.generated)}, nil
}

// installRevision provisions and starts the deployer, unless an earlier call has, and follows it to its end.
func (r *run) installRevision(ctx context.Context) error {
	job, err := r.findRevision(ctx)
	var failure *event.Failure
	if errors.As(err, &failure) {
		return r.runAll(ctx, namedStep{StepInstall, func(context.Context, *report.Step) error { return failure }})
	}
	if err != nil {
		return err
	}
	if job != nil {
		r.set = &provision.Set{Job: job}
		return r.runAll(ctx, namedStep{StepInstall, r.followRevision})
	}
	if err := r.takeOver(ctx); err != nil {
		return err
	}
	meets, err := r.checkConstraints(ctx)
	if err != nil || !meets {
		return err
	}
	return r.runAll(ctx, namedStep{StepPackage, r.pack}, namedStep{StepProvision, r.provisionRevision}, namedStep{StepInstall, r.followRevision})
}

// followRevision runs the deployer to its end. If it has none, for it never gets to run or was deleted, that is its end.
func (r *run) followRevision(ctx context.Context, s *report.Step) error {
	err := r.installOnly(ctx, s)
	var failure *event.Failure
	if errors.As(err, &failure) && r.deployment.ended == nil {
		if err := r.giveUp(ctx, failure); err != nil {
			return err
		}
	}
	return err
}

// provisionRevision provisions and keeps what was generated.
func (r *run) provisionRevision(ctx context.Context, s *report.Step) error {
	err := r.provision(ctx, s)
	if r.set != nil {
		r.keepGenerated(r.set.Values)
	}
	return err
}

// describe adds to the provisioning's input what a revision has.
func (v *revision) describe(in *provision.Input) {
	in.Revision, in.Instance = v.options.Number, v.options.Instance
	in.Deployer.Deadline, in.Deployer.PullConfig = v.options.WaitTimeout, v.options.PullConfig
}

// mayChange refuses an Application that is on its way out, or somebody else's. v may be nil.
func (v *revision) mayChange(app *unstructured.Unstructured) error {
	if v == nil {
		return nil
	}
	ref := kube.RefOf(app)
	switch {
	case app.GetDeletionTimestamp() != nil:
		return &event.Failure{Stage: StepProvision, Object: &ref, Reason: "BeingDeleted", Message: "it is being removed",
			Hint: "Wait until it is gone, then install again."}
	case v.options.Instance != "" && app.GetLabels()[provision.LabelInstance] != v.options.Instance:
		return &event.Failure{Stage: StepProvision, Object: &ref, Reason: "AlreadyExists", Message: "an app of this name is there already, and is not this one",
			Hint: "Choose another name, or remove that app first."}
	}
	return nil
}

// tryClusterScoped asks the cluster, by a dry run, whether it would take what the package wants outside of its
// namespace: it is better told before anything is made.
func (r *run) tryClusterScoped(ctx context.Context) error {
	for _, o := range r.set.Objects {
		if o.GetNamespace() != "" {
			continue
		}
		resource, err := r.resource(o)
		if err != nil {
			return err
		}
		_, err = resource.Apply(ctx, o.GetName(), o, metav1.ApplyOptions{FieldManager: fieldManager, Force: true, DryRun: []string{metav1.DryRunAll}})
		if err := refused(o, err); err != nil {
			return err
		}
	}
	return nil
}

// forbidden makes a *Forbidden of the cluster's refusal, and says what was done of any other error.
func forbidden(doing string, ref kube.Ref, err error) error {
	if apierrors.IsForbidden(err) {
		return &Forbidden{Object: ref, Err: err}
	}
	return fmt.Errorf("%s %s: %w", doing, ref, err)
}
