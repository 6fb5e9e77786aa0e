package verifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// InstallOptions are the parameters of Install.
type InstallOptions struct {
	Source          Source
	Target          Target
	Name, Namespace string
	// CreateNamespace makes the namespace if it is not there.
	CreateNamespace bool
	// IgnoreConstraints installs onto a cluster that does not meet the package's clusterConstraints too.
	IgnoreConstraints bool
	Parameters        map[string]any // values for the schema's properties, without name and namespace
	Places            schema.Places  // where Parameters stand in a file, for what is wrong with them; zero if they are in none
	// WaitTimeout bounds the deployer's whole run (600 s if zero); ReadyTimeout is handed to it, zero leaves its own.
	WaitTimeout, ReadyTimeout time.Duration
	// Hold, if set, is handed to the deployer: how long the app must stay ready.
	Hold *time.Duration
	// Recreate lets objects be deleted and made anew that change in a field that cannot be changed.
	Recreate bool
	Logs     string // folder for this run's logs; empty keeps none
	Reporter report.Reporter
}

// Install installs an app as a marketplace does: it provisions what stands around the deployer and runs that in
// install mode. Run again, it brings the app to what package and parameters say now; passwords and certificates that
// were generated stay. A cluster that does not meet the package's constraints is refused before anything is made. A
// FAILED report leaves what was made where it is, to be looked at; an error means that it could not be tried.
func Install(ctx context.Context, o InstallOptions) (*report.Report, error) {
	if err := deployer.CheckIdentity(o.Name, o.Namespace); err != nil {
		return nil, err
	}
	r, err := newRun(Options{Source: o.Source, Target: o.Target, Parameters: o.Parameters, Places: o.Places, WaitTimeout: o.WaitTimeout,
		ReadyTimeout: o.ReadyTimeout, Hold: o.Hold, Recreate: o.Recreate, Logs: o.Logs, Reporter: o.Reporter}, o.Name, o.Namespace)
	if err != nil {
		return nil, err
	}
	defer r.logs.close()
	defer r.stopDeployer()
	r.mode, r.ignoreConstraints = provision.Install, o.IgnoreConstraints
	r.report.Outcome = fmt.Sprintf("installed %s in namespace %s", o.Name, o.Namespace)
	began := time.Now()
	r.open()
	r.options.Reporter.Header(r.report)
	if r.unreadable != nil {
		return nil, r.unreadable
	}
	meets, err := r.checkConstraints(ctx)
	if err == nil && meets {
		if err := r.prepareNamespace(ctx, o.CreateNamespace); err != nil {
			return nil, err
		}
		err = r.runAll(ctx, namedStep{StepPackage, r.pack}, namedStep{StepProvision, r.provisionAgain}, namedStep{StepInstall, r.installOnly})
	}
	if errors.Is(err, context.Canceled) {
		return nil, &Interrupted{Left: r.endDeployer(context.WithoutCancel(ctx)),
			State: fmt.Sprintf("what was made so far stays in namespace %s; install again to go on, or uninstall", r.namespace)}
	}
	if err != nil {
		return nil, fmt.Errorf("install %s on cluster %q: %w", r.report.Package, o.Target.Name, err)
	}
	r.conclude(time.Since(began))
	return r.report, nil
}

// checkConstraints is the step for the package's constraints, if it has any. Where the cluster does not meet them, the
// other steps are skipped.
func (r *run) checkConstraints(ctx context.Context) (meets bool, err error) {
	if r.pkg.Schema.Constraints == nil {
		return true, nil
	}
	meets, err = r.step(ctx, StepConstraints, r.meetConstraints)
	if !meets && err == nil {
		for _, name := range []string{StepPackage, StepProvision, StepInstall} {
			r.skip(name, "not run")
		}
	}
	return meets, err
}

// prepareNamespace makes sure that there is a namespace to install to.
func (r *run) prepareNamespace(ctx context.Context, create bool) error {
	_, err := r.options.Target.Client.Typed.CoreV1().Namespaces().Get(ctx, r.namespace, metav1.GetOptions{})
	switch {
	case err == nil, apierrors.IsForbidden(err): // whoever may use a namespace may not always read it
		return nil
	case !apierrors.IsNotFound(err):
		return fmt.Errorf("get Namespace/%s: %w", r.namespace, err)
	case !create:
		return fmt.Errorf("there is no namespace %s on cluster %q: create it, or add --create-namespace", r.namespace, r.options.Target.Name)
	}
	_, err = r.create(ctx, provision.UserNamespace(r.namespace))
	return err
}

// provisionAgain provisions, after having cleared away what an earlier install left of its deployer: a Job cannot be changed.
func (r *run) provisionAgain(ctx context.Context, s *report.Step) error {
	if err := r.reuseGenerated(ctx); err != nil {
		return err
	}
	if err := r.clearJob(ctx); err != nil {
		return err
	}
	return r.provision(ctx, s)
}

// clearJob deletes the Job of an earlier deployer, with its Pod, and waits until it is gone.
func (r *run) clearJob(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.RemoveTimeout, errRemoveTime)
	defer cancel()
	return r.deleteJob(ctx, StepProvision)
}

// deleteJob deletes the deployer's Job, if there is one, and waits until it and its Pod are gone.
func (r *run) deleteJob(ctx context.Context, step string) error {
	ref := kube.Ref{Group: "batch", Version: "v1", Kind: "Job", Namespace: r.namespace, Name: r.name + "-deployer"}
	jobs := r.options.Target.Client.Typed.BatchV1().Jobs(r.namespace)
	old, err := jobs.Get(ctx, ref.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("get %s: %w", ref, err)
	}
	item := inventory.NewItem(ref, "jobs", old.ObjectMeta)
	watch := inventory.Follow(ctx, r.options.Target.Client, r.namespace, map[types.UID]inventory.Item{old.UID: item})
	defer watch.Close()
	foreground := metav1.DeletePropagationForeground // it stays until its Pod has gone
	if err := jobs.Delete(ctx, ref.Name, metav1.DeleteOptions{PropagationPolicy: &foreground}); err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("delete %s: %w", ref, err)
	}
	remaining, err := watch.Gone(ctx, func([]inventory.Item) { r.waiting(step, ref.String()+" to go") })
	if err != nil && errors.Is(context.Cause(ctx), errRemoveTime) {
		return r.stuck(remaining)
	}
	return err
}

// deployerGrace is how long a deployer that is stopped may take to mark its Application as failed, and to go.
const deployerGrace = 15 * time.Second

// endDeployer stops a deployer that was started, if it runs.
func (r *run) endDeployer(ctx context.Context) error {
	if r.deployment == nil {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, deployerGrace, errRemoveTime)
	defer cancel()
	if err := r.deleteJob(ctx, StepInstall); err != nil {
		return fmt.Errorf("the deployer goes on in namespace %s, as it could not be stopped: %w", r.namespace, err)
	}
	return nil
}

// installOnly runs the deployer to its end: in install mode nothing comes after.
func (r *run) installOnly(ctx context.Context, s *report.Step) error {
	if err := r.install(ctx, s); err != nil {
		return err
	}
	if r.deployment.ended == nil {
		if err := r.listen(StepInstall, func(*deployment) bool { return false }); err != nil {
			return err
		}
	}
	if r.deployment.pruned != "" {
		s.Notes = append(s.Notes, r.deployment.pruned)
	}
	if err := r.takeRights(ctx); err != nil {
		s.Notes = append(s.Notes, "the deployer's rights in the whole cluster are still there: "+err.Error())
	}
	return nil
}

// takeRights deletes the cluster-scoped roles and bindings of a deployer that is done. Nobody can own them from a
// namespace, and whoever made an account of its name would have them. Those in the namespace go with its account.
func (r *run) takeRights(ctx context.Context) error {
	provisioned, err := r.findProvisioned(ctx)
	errs := []error{err}
	for _, o := range provisioned {
		if o.GetLabels()[provision.LabelComponent] == provision.ComponentRBAC {
			errs = append(errs, r.delete(ctx, kube.RefOf(o)))
		}
	}
	return errors.Join(errs...)
}
