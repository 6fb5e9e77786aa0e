package verifier

import (
	"context"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// DiffOptions are the parameters of Diff.
type DiffOptions struct {
	Source          Source
	Target          Target
	Name, Namespace string
	// DeployerImage is the full reference of the deployer image; the app's image references follow from it.
	DeployerImage string
	Parameters    map[string]any // values for the schema's properties, without name and namespace
	// Recreate is that of InstallOptions.
	Recreate bool
}

// Diff tells what Install would change of an app's objects, by a dry run: nothing is written. What was generated for an
// earlier install stays, as it does in Install.
func Diff(ctx context.Context, o DiffOptions) (*report.Changes, error) {
	r, err := newRun(Options{Source: o.Source, Target: o.Target, Parameters: o.Parameters, Recreate: o.Recreate}, o.Name, o.Namespace)
	if err != nil {
		return nil, err
	}
	r.mode, r.image.Reference = provision.Install, o.DeployerImage
	if r.open(); r.unreadable != nil {
		return nil, r.unreadable
	}
	changes, err := r.diff(ctx)
	if err != nil {
		return nil, fmt.Errorf("compare %s with cluster %q: %w", o.Name, o.Target.Name, err)
	}
	return changes, nil
}

func (r *run) diff(ctx context.Context) (*report.Changes, error) {
	client := r.options.Target.Client
	app, err := client.Dynamic.Resource(applications).Namespace(r.namespace).Get(ctx, r.name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		app = notThere(r.namespace, r.name)
	} else if err != nil {
		return nil, fmt.Errorf("get Application/%s: %w", r.name, err)
	}
	rendered, err := r.renderFor(ctx, app)
	if err != nil {
		return nil, err
	}
	set := apply.NewSet(app)
	var unknown unknownFields
	plan, err := apply.Plan(ctx, client, rendered.App, apply.Options{Namespace: r.namespace, Set: set, Recreate: r.options.Recreate,
		Unknown: unknown.note, Defined: slices.Concat(rendered.Definitions, rendered.Hooks)})
	if err != nil {
		return nil, err
	}
	pruned, err := apply.WouldPrune(ctx, client, set, plan)
	if err != nil {
		return nil, err
	}
	return changesOf(plan, pruned, &unknown), nil
}

// notThere stands for an Application that has yet to be made.
func notThere(namespace, name string) *unstructured.Unstructured {
	app := &unstructured.Unstructured{}
	app.SetAPIVersion(applications.GroupVersion().String())
	app.SetKind("Application")
	app.SetNamespace(namespace)
	app.SetName(name)
	return app
}

// renderFor renders the package as its deployer will for that Application on this cluster.
func (r *run) renderFor(ctx context.Context, app *unstructured.Unstructured) (*deployer.Rendered, error) {
	if err := r.reuseGenerated(ctx); err != nil {
		return nil, err
	}
	class, err := r.defaultStorageClass(ctx)
	if err != nil {
		return nil, err
	}
	set, err := provision.Make(r.provisionInput(class))
	if err != nil {
		return nil, err
	}
	capabilities, err := deployer.CapabilitiesOf(r.options.Target.Client)
	if err != nil {
		return nil, err
	}
	return deployer.Render(ctx, r.pkg, deployer.RenderInput{Given: set.Values, Mode: deployer.Install, AppUID: string(app.GetUID()), Capabilities: capabilities,
		Revision: deployer.NextRevision(app), Lookup: deployer.LookupIn(r.options.Target.Client)})
}

func changesOf(plan []apply.Planned, pruned *apply.Pruned, unknown *unknownFields) *report.Changes {
	out := &report.Changes{Objects: []report.ObjectChange{}}
	for _, p := range plan {
		change := report.ObjectChange{Ref: p.Ref(), Action: string(p.Action), Fields: p.Changes(), Unknown: unknown.of(p.Ref())}
		for _, c := range p.Conflicts {
			change.TakenFrom = append(change.TakenFrom, fmt.Sprintf("%s from %s", strings.TrimPrefix(c.Field, "."), c.Manager))
		}
		out.Objects = append(out.Objects, change)
	}
	for action, refs := range map[string][]kube.Ref{report.Remove: pruned.Deleted, report.Keep: pruned.Kept} {
		for _, ref := range refs {
			out.Objects = append(out.Objects, report.ObjectChange{Ref: ref, Action: action})
		}
	}
	out.Sort()
	return out
}
