package deployer

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

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

func (d *draft) render(ctx context.Context, c *render.Capabilities) (err error) {
	d.objects, err = render.Render(ctx, render.Input{Files: d.pkg.Files, Values: d.values, Name: d.name, Namespace: d.namespace,
		Test: d.mode == Verify, Capabilities: c, Dialect: d.schema.Dialect, Declared: namesOf(d.schema.Properties)})
	if err == nil && len(d.objects) == 0 {
		return fmt.Errorf("the package renders no objects at all: put manifests into data/manifest, or a chart into data/chart")
	}
	return err
}

func namesOf(properties []*schema.Property) []string {
	names := make([]string, len(properties))
	for i, p := range properties {
		names[i] = p.Name
	}
	return names
}

func (d *draft) label() { Label(d.objects, d.name) }

func (d *draft) own(owners Owners, mapper meta.RESTMapper) error {
	d.scope = NewScope(d.objects, mapper)
	if err := Own(d.objects, owners, d.scope); err != nil {
		return err
	}
	app, testers := Separate(d.objects, owners.Application, d.scope)
	application, err := FindApplication(app)
	d.Rendered = Rendered{Values: d.values, Name: d.name, Namespace: d.namespace, App: app, Testers: testers, Application: application}
	return err
}

func (d *draft) check() error { return Check(d.objects, d.schema, d.namespace, d.scope) }
