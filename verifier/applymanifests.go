package verifier

import (
	"context"
	"fmt"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/report"
)

// The steps of Apply.
const (
	StepPlan  = "plan"
	StepApply = "apply"
	StepPrune = "prune"
)

// ApplyOptions are the parameters of Apply.
type ApplyOptions struct {
	Target Target
	// Objects are what is applied; an Application is among them.
	Objects   []*unstructured.Unstructured
	Namespace string
	// Prune removes what was applied for the Application before, and is not among the objects any more.
	Prune bool
	// Recreate lets objects be deleted and made anew that change in a field that cannot be changed.
	Recreate bool
	Reporter report.Reporter
}

// Apply applies manifests as a deployer does: it tries every object, makes the Application own them, applies them in
// their order, and, if asked to, removes what an earlier apply for the same Application had. It waits for nothing but
// definitions to be established.
func Apply(ctx context.Context, o ApplyOptions) (*report.Report, error) {
	app, err := deployer.FindApplication(o.Objects)
	if err != nil {
		return nil, err
	}
	r, err := newRun(Options{Source: Source{Name: app.GetName()}, Target: o.Target, Reporter: o.Reporter}, app.GetName(), o.Namespace)
	if err != nil {
		return nil, err
	}
	r.report.Outcome = fmt.Sprintf("applied %s to namespace %s", app.GetName(), o.Namespace)
	began := time.Now()
	r.options.Reporter.Header(r.report)
	a := &manifests{run: r, options: o, application: app}
	if err := a.find(ctx); err != nil {
		return nil, fmt.Errorf("cluster %q: %w", o.Target.Name, err)
	}
	steps := []namedStep{{StepPlan, a.plan}, {StepApply, a.apply}}
	if o.Prune {
		steps = append(steps, namedStep{StepPrune, a.prune})
	}
	if err := r.runAll(ctx, steps...); err != nil {
		return nil, fmt.Errorf("apply to cluster %q: %w", o.Target.Name, err)
	}
	r.conclude(time.Since(began))
	return r.report, nil
}

// manifests are on their way to a cluster.
type manifests struct {
	*run
	options     ApplyOptions
	application *unstructured.Unstructured
	// there says that the Application was in the cluster before.
	there   bool
	set     *apply.Set
	planned []apply.Planned
	applied []apply.Applied
	unknown unknownFields
}

// find looks for the Application in the cluster: its set is that of earlier applies, and its uid is what objects are
// owned by.
func (m *manifests) find(ctx context.Context) error {
	live, err := m.options.Target.Client.Dynamic.Resource(applications).Namespace(m.namespace).Get(ctx, m.name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		m.set = apply.NewSet(notThere(m.namespace, m.name))
		return nil
	case err != nil:
		return fmt.Errorf("get Application/%s: %w", m.name, err)
	}
	m.there, m.set = true, apply.NewSet(live)
	return m.own(m.options.Objects, live)
}

func (m *manifests) own(objects []*unstructured.Unstructured, live *unstructured.Unstructured) error {
	owners := deployer.Owners{Application: deployer.ApplicationOwner(objects, m.name, live.GetUID())}
	return deployer.Own(objects, owners, deployer.NewScope(objects, m.options.Target.Client.Mapper))
}

func (m *manifests) settings() apply.Options {
	return apply.Options{Namespace: m.namespace, Set: m.set, Recreate: m.options.Recreate, Unknown: m.unknown.note,
		Waiting: func(ref kube.Ref, message string) { m.waiting(StepApply, ref.String()+": "+message) }}
}

func (m *manifests) plan(ctx context.Context, s *report.Step) (err error) {
	if m.planned, err = apply.Plan(ctx, m.options.Target.Client, m.options.Objects, m.settings()); err != nil {
		return err
	}
	n := map[apply.Action]int{}
	for _, p := range m.planned {
		n[p.Action]++
		if p.Action != apply.Unchanged {
			note := fmt.Sprintf("%-9s  %s", p.Action, p.Ref())
			if len(p.Immutable) > 0 {
				note += ", as this cannot be changed: " + strings.Join(p.Immutable, ", ")
			}
			s.Notes = append(s.Notes, note)
		}
		for _, c := range p.Conflicts {
			s.Notes = append(s.Notes, fmt.Sprintf("%-9s  %s of %s from %s", "take", c.Field, p.Ref(), c.Manager))
		}
	}
	s.Notes = append(s.Notes, m.unknown.take()...)
	s.Summary = fmt.Sprintf("%d to create, %d to change, %d unchanged", n[apply.Create], n[apply.Change], n[apply.Unchanged])
	if n[apply.Recreate] > 0 {
		s.Summary += fmt.Sprintf(", %d to make anew", n[apply.Recreate])
	}
	if n[apply.Unknown] > 0 {
		s.Summary += fmt.Sprintf(", %d that cannot be tried yet", n[apply.Unknown])
	}
	return nil
}

func (m *manifests) apply(ctx context.Context, s *report.Step) (err error) {
	if !m.there { // its uid is known only now
		made, err := apply.Apply(ctx, m.options.Target.Client, []*unstructured.Unstructured{m.application}, m.settings())
		if err != nil {
			return err
		}
		if err := m.own(apply.Objects(m.planned), made[0].Unstructured); err != nil {
			return err
		}
	}
	m.applied, err = apply.CarryOut(ctx, m.options.Target.Client, m.planned, m.settings())
	s.Objects = report.Objects("applied", refsOf(m.applied)...)
	s.Summary, s.Notes = count(len(m.applied), "object")+" applied", append(s.Notes, m.unknown.take()...)
	return err
}

func (m *manifests) prune(ctx context.Context, s *report.Step) error {
	pruned, err := apply.Prune(ctx, m.options.Target.Client, m.set, m.applied)
	if err != nil {
		return err
	}
	s.Objects = report.Objects("removed", pruned.Deleted...)
	s.Summary = count(len(pruned.Deleted), "object") + " removed"
	for _, ref := range pruned.Kept {
		s.Notes = append(s.Notes, "kept: "+ref.String())
	}
	for kind, err := range pruned.Unseen {
		s.Notes = append(s.Notes, fmt.Sprintf("%s may not be looked through: %v", kind, err))
	}
	return nil
}
