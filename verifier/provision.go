package verifier

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// provision makes what a marketplace makes before the deployer runs. Nothing is made if a parameter is missing or wrong.
func (r *run) provision(ctx context.Context, s *report.Step) error {
	if r.baseline != nil {
		if _, err := r.baseline(); err != nil {
			return err
		}
	}
	if r.mode == provision.Verify {
		if err := r.noteConstraints(ctx, s); err != nil {
			return err
		}
	}
	class, err := r.defaultStorageClass(ctx)
	if err != nil {
		return err
	}
	r.set, err = provision.Make(r.provisionInput(class))
	if err != nil {
		return r.provisionFailure(err)
	}
	r.hideSecrets()
	if err := r.createAll(ctx); err != nil {
		return err
	}
	s.Objects = report.Objects("created", refs(r.set.All()[:len(r.set.All())-1])...)
	s.Summary = fmt.Sprintf("namespace %s, %s", r.namespace, summarize(s.Objects))
	return nil
}

func (r *run) provisionInput(class string) provision.Input {
	o := r.options
	in := provision.Input{
		Schema: r.pkg.Schema, TestSchema: r.pkg.TestSchema, Name: r.name, Namespace: r.namespace, Mode: r.mode,
		Given: maps.Clone(o.Parameters), StorageClass: class, Environment: r.environment(),
		Deployer: provision.Deployer{
			Image: r.image.Reference, AlwaysPull: r.image.AlwaysPull, Confined: r.image.OfChandler, ImagePrefix: r.image.AppPrefix,
			WaitTimeout: o.ReadyTimeout, TestTimeout: o.TesterTimeout, Hold: o.Hold, Recreate: o.Recreate, PullConfig: o.PullConfig,
		},
	}
	if r.revision != nil {
		r.revision.describe(&in)
	}
	return in
}

// provisionFailure turns what is wrong with schema or parameters into a verdict; it is the package's fault or its user's.
func (r *run) provisionFailure(err error) error {
	f := &event.Failure{Stage: StepProvision, Message: err.Error()}
	var missing provision.Missing
	var problems schema.Problems
	switch {
	case errors.As(err, &missing):
		f.Hint = missing.Hint()
	case errors.As(err, &problems) && len(problems) > 0:
		problems = r.options.Places.Locate(problems)
		f.Reason, f.Message = problems[0].Code, problems[0].Error()
		for _, p := range problems[1:] {
			f.Log = append(f.Log, p.Error())
		}
	}
	return f
}

// createAll makes the set: namespace, Application and account one after the other, as the rest needs their uids, then
// the rest at once. The Job waits for the next step.
func (r *run) createAll(ctx context.Context) error {
	if r.revision != nil {
		if err := r.tryClusterScoped(ctx); err != nil {
			return err
		}
	}
	r.made = true // from here on: a request that was cut off may have been heard
	if r.mode == provision.Verify {
		if _, err := r.create(ctx, provision.Namespace(r.namespace, r.name, r.options.NamespaceLabels)); err != nil {
			return err
		}
	}
	application, err := r.create(ctx, r.set.Application)
	if err != nil {
		return err
	}
	if err := r.revision.mayChange(application); err != nil {
		return err
	}
	r.set.Application = application
	r.set.Own(application.GetUID(), "")
	account, err := r.apply(ctx, r.set.DeployerAccount)
	if err != nil {
		return err
	}
	r.set.Own(application.GetUID(), account.GetUID())
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, o := range r.set.Objects {
		g.Go(func() error {
			_, err := r.apply(ctx, o)
			return err
		})
	}
	return g.Wait()
}

// defaultStorageClass is the cluster's, or empty; it is asked for only where the schema wants one.
func (r *run) defaultStorageClass(ctx context.Context) (string, error) {
	if len(r.pkg.Schema.OfType(schema.StorageClassType)) == 0 {
		return "", nil
	}
	const annotation = "storageclass.kubernetes.io/is-default-class"
	classes, err := r.options.Target.Client.Typed.StorageV1().StorageClasses().List(ctx, metav1.ListOptions{})
	switch {
	case apierrors.IsForbidden(err):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("list StorageClasses: %w", err)
	}
	for _, c := range classes.Items {
		if c.Annotations[annotation] == "true" {
			return c.Name, nil
		}
	}
	return "", nil
}
