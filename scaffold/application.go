package scaffold

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kube "k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/schema"
)

const deployInfoAnnotation = "marketplace.cloud.google.com/deploy-info"

// The labels that charts mark their objects with.
const (
	nameLabel     = "app.kubernetes.io/name"
	instanceLabel = "app.kubernetes.io/instance"
)

// chartApplication is what the template of the Application is filled with.
type chartApplication struct {
	*source
	Title, Version, Partner, Solution, Label string
	Kinds                                    []kube.GroupKind
}

// addApplication adds an Application that owns what the chart renders to, if the chart has none, and notes what of it
// will not work.
func (a *adaptation) addApplication(ctx context.Context) error {
	objects, err := a.render(ctx)
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		a.note(a.dir, "it does not render with its own values: %v; componentKinds of the Application are read off the templates", err)
	}
	objects = a.adoptAccount(ctx, objects)
	a.noteObjects(objects)
	if app := applicationAmong(objects); app != nil {
		a.noteApplication(app)
		return nil
	}
	file := "templates/application.yaml"
	if a.chart.files[file] != nil {
		file = "templates/marketplace-application.yaml"
	}
	a.note(a.dir+file, "this is the one file that was added to the chart: the Application that owns the others; look at its componentKinds and notes")
	a.noteRegistration(a.plan.Options)
	values := chartApplication{source: a.chart, Title: a.Title, Version: a.Version, Label: a.selectedBy(objects), Kinds: a.chart.componentKinds(objects)}
	values.Partner, values.Solution = deployInfo(a.plan.Options)
	return a.addTemplate("chart/application.yaml", a.dir+file, values)
}

// prefix is where the images are said to be for the rendering.
func (a *adaptation) prefix() string { return "chandler.local/" + a.Name }

// render renders the chart as its deployer would with the defaults of the schema.
func (a *adaptation) render(ctx context.Context) ([]*unstructured.Unstructured, error) {
	s, err := schema.Parse(schemaFile, a.Files[schemaFile])
	if err != nil {
		return nil, err
	}
	given := map[string]any{schema.ImageRepoPrefixKey: a.prefix()}
	for _, p := range s.Properties {
		switch p.X {
		case schema.Name:
			given[p.Name] = a.Name
		case schema.Namespace:
			given[p.Name] = "default"
		case schema.GeneratedPassword, schema.StorageClassType, schema.ServiceAccountType:
			given[p.Name] = "placeholder"
		}
	}
	values, err := schema.Resolve(s, given, schema.Environment{})
	if err != nil {
		return nil, err
	}
	return render.Chart(ctx, a.chart.files, values, a.Name, "default")
}

func applicationAmong(objects []*unstructured.Unstructured) *unstructured.Unstructured {
	for _, o := range objects {
		if o.GetKind() == applicationKind && o.GroupVersionKind().Group == applicationGroup {
			return o
		}
	}
	return nil
}

// selectedBy gives the label that the chart's objects have in common.
func (a *adaptation) selectedBy(objects []*unstructured.Unstructured) string {
	objects = slices.DeleteFunc(slices.Clone(objects), func(o *unstructured.Unstructured) bool { return o.GetAnnotations()[hookAnnotation] != "" })
	foreign := func(o *unstructured.Unstructured) bool { return o.GetLabels()[instanceLabel] != a.Name }
	if len(objects) == 0 || slices.ContainsFunc(objects, foreign) {
		return nameLabel
	}
	return instanceLabel
}

// noteApplication says what a deployer would refuse the chart's own Application for.
func (a *adaptation) noteApplication(app *unstructured.Unstructured) {
	version, _, _ := unstructured.NestedString(app.Object, "spec", "descriptor", "version")
	if version != a.Version {
		a.note(a.dir, "the Application's spec.descriptor.version is %q, but has to be the publishedVersion %s of schema.yaml", version, a.Version)
	}
	info := app.GetAnnotations()[deployInfoAnnotation]
	switch {
	case info == "":
		a.note(a.dir, "the Application lacks the annotation %s: '{\"partner_id\": …, \"product_id\": …, \"partner_name\": …}'", deployInfoAnnotation)
	case a.plan.PartnerID != "" && (!strings.Contains(info, quoted(a.plan.PartnerID)) || !strings.Contains(info, quoted(a.plan.SolutionID))):
		a.note(a.dir, "the Application's annotation %s names other ids than schema.yaml", deployInfoAnnotation)
	}
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }
