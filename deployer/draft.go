package deployer

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/hooks"
	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/schema"
)

// draft is a package on its way to a cluster: each stage fills in its part. Nothing here reaches a cluster, except the
// mapper, if there is one.
type draft struct {
	pkg  *Package
	mode Mode

	schema          *schema.Schema
	given           map[string]any
	name, namespace string
	skipRules       bool // see RenderInput
	values          schema.Values
	objects         []*unstructured.Unstructured
	definitions     []*unstructured.Unstructured // of crds/ folders
	hooks           []hooks.Hook
	notes           []string
	scope           Scope

	Rendered
}

// open picks the schema of the mode and finds the app's name and namespace. given nil means the parameters that were
// mounted into the deployer.
func open(p *Package, mode Mode, given map[string]any) (*draft, error) {
	d := &draft{pkg: p, mode: mode, given: given}
	var err error
	if d.schema, err = p.schemaFor(mode); err != nil {
		return nil, err
	}
	if err := d.schema.Check().Err(); err != nil {
		return nil, err
	}
	if given == nil {
		if d.given, err = Parameters(p.Files, d.schema); err != nil {
			return nil, err
		}
	}
	d.name, d.namespace, err = identity(d.schema, d.given)
	return d, err
}

func (d *draft) expand(applicationUID string) (err error) {
	d.values, err = schema.Resolve(d.schema, d.given, schema.Environment{ApplicationUID: applicationUID, Rand: rand.Reader, Now: time.Now(),
		SkipRules: d.skipRules, SkipNameRules: d.mode == Verify})
	return err
}

// circumstances are what a cluster tells to charts.
type circumstances struct {
	capabilities *render.Capabilities
	revision     int
	lookup       render.Lookup
}

func (d *draft) render(ctx context.Context, c circumstances) error {
	out, err := render.Render(ctx, render.Input{Files: d.pkg.Files, Values: d.values, Name: d.name, Namespace: d.namespace,
		Test: d.mode == Verify, Capabilities: c.capabilities, Revision: c.revision, Lookup: c.lookup,
		Dialect: d.schema.Dialect, Declared: namesOf(d.schema.Properties)})
	if err != nil {
		return err
	}
	if len(out.Objects) == 0 {
		return fmt.Errorf("the package renders no objects at all: put manifests into data/manifest, or a chart into data/chart")
	}
	d.objects, d.definitions = out.Objects, out.Definitions
	d.hooks, d.notes = hooks.Parse(out.Hooks)
	return nil
}

func namesOf(properties []*schema.Property) []string {
	names := make([]string, len(properties))
	for i, p := range properties {
		names[i] = p.Name
	}
	return names
}

func (d *draft) label() {
	Label(d.objects, d.name)
	Label(hooks.Objects(d.hooks), d.name)
}

func (d *draft) own(owners Owners, mapper meta.RESTMapper) error {
	d.scope = NewScope(d.all(), mapper)
	if err := Own(d.objects, owners, d.scope); err != nil {
		return err
	}
	ownDefinitions(d.definitions, owners)
	ownHooks(hooks.Objects(d.hooks), owners, d.scope)
	if err := d.keepHooks(owners.Application); err != nil {
		return err
	}
	app, testers := Separate(d.objects, owners.Application, d.scope)
	application, err := FindApplication(app)
	d.Rendered = Rendered{Values: d.values, Name: d.name, Namespace: d.namespace, Definitions: d.definitions, App: app, Hooks: hooks.Objects(d.hooks),
		Testers: testers, Application: application, Notes: d.notes}
	return err
}

// all gives every object of the package, whatever its part.
func (d *draft) all() []*unstructured.Unstructured {
	return slices.Concat(d.definitions, d.objects, hooks.Objects(d.hooks))
}

func (d *draft) check() error { return Check(d.all(), d.schema, d.namespace, d.scope) }
