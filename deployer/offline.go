package deployer

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/schema"
)

// unknownUID stands for the uid of an owner that does not exist yet.
const unknownUID = "00000000-0000-0000-0000-000000000000"

// RenderInput is what Render takes for what a cluster would tell.
type RenderInput struct {
	// Given are the parameters; nil means those mounted into the package's files.
	Given map[string]any
	Mode  Mode
	// AppUID is the uid of the Application; empty if there is none yet.
	AppUID string
	// NamespaceUID is the uid of the Namespace, for Verify; empty if it is not known.
	NamespaceUID string
	// Capabilities describe the cluster to charts; nil if there is none.
	Capabilities *render.Capabilities
	// Lookup is what lookup does in charts that ask for it; nil if there is no cluster, where it finds nothing.
	Lookup render.Lookup
	// Revision is that of the deployment, for charts: see NextRevision. 0 is the first.
	Revision int
	// SkipRules takes values that the rules of their properties refuse: for trials with made-up values.
	SkipRules bool
}

// Rendered is what a package becomes: objects that are ready to be applied, and checked.
type Rendered struct {
	// Values are the resolved parameters, generated passwords included.
	Values schema.Values
	// Name and Namespace are those of the app.
	Name, Namespace string
	// Definitions are those of the crds/ folders of charts, which are made before all else.
	Definitions []*unstructured.Unstructured
	// App are the app's objects, Testers those of its tests: none in an installation.
	App, Testers []*unstructured.Unstructured
	// Hooks are those of charts; the annotation helm.sh/hook says when they run.
	Hooks []*unstructured.Unstructured
	// Notes name what a chart wants of its hooks that is not supported.
	Notes []string
	// Application is the one among App that owns the others.
	Application *unstructured.Unstructured
}

// Render does what a deployer does before it writes: expand, render, label, own, check. It reaches no cluster. The
// error is schema.Problems, or an error with a position, or an *event.Failure.
func Render(ctx context.Context, p *Package, in RenderInput) (*Rendered, error) {
	d, err := open(p, in.Mode, in.Given)
	if err != nil {
		return nil, err
	}
	d.skipRules = in.SkipRules
	if err := d.expand(in.AppUID); err != nil {
		return nil, err
	}
	if err := d.render(ctx, circumstances{capabilities: in.Capabilities, revision: in.Revision, lookup: in.Lookup}); err != nil {
		return nil, err
	}
	d.label()
	if err := d.own(offlineOwners(d, in), nil); err != nil {
		return nil, err
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	return &d.Rendered, nil
}

// offlineOwners names the owners that the objects will have.
func offlineOwners(d *draft, in RenderInput) Owners {
	owners := Owners{Application: ApplicationOwner(d.objects, d.name, uidOr(in.AppUID))}
	if in.Mode == Verify {
		owners.Namespace = NamespaceOwner(d.namespace, uidOr(in.NamespaceUID))
	}
	return owners
}

func uidOr(uid string) types.UID {
	if uid == "" {
		return unknownUID
	}
	return types.UID(uid)
}
