package scaffold

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/hooks"
)

// maxNamed is how many names a note has.
const maxNamed = 6

// noteChart says what of the chart's own files will not come along.
func (a *adaptation) noteChart() {
	var definitions []string
	for _, f := range a.chart.CRDObjects() {
		definitions = append(definitions, f.File.Name)
	}
	if len(definitions) > 0 {
		a.note(a.dir+"crds", "the deployer makes what is missing of these, and leaves it to others if it may not: for that it needs a ClusterRole"+
			" in deployerServiceAccount.roles, for apiGroups [apiextensions.k8s.io], resources [customresourcedefinitions]: %s", few(definitions))
	}
	if len(a.chart.off) > 0 {
		a.note(schemaFile, "switched off by the chart's values, and left out with images and values: %s", few(a.chart.off))
	}
	for _, version := range []string{a.chart.Metadata.AppVersion, a.chart.Metadata.Version} {
		if made, ok := Semantic(version); ok && made == a.Version && made != version {
			a.note(schemaFile, "publishedVersion %s was made of the chart's %s", a.Version, version)
		}
	}
}

// notePlan says what the schema leaves out.
func (a *adaptation) notePlan(beyond []string) {
	if len(a.plan.images) == 0 && !a.plan.KeepImages {
		a.note(schemaFile, "no image was found in the chart's values: declare the app's images, and let the chart take them from values")
	}
	if len(beyond) > 0 {
		a.note(schemaFile, "no property can set a list, or a key with a dot; these stay as the chart has them: %s", few(beyond))
	}
}

// noteObjects says what of the rendered chart will not work, or stay behind.
func (a *adaptation) noteObjects(objects []*unstructured.Unstructured) {
	cluster, elsewhere, images, all := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	var withHooks []*unstructured.Unstructured
	testers := false
	scope := deployer.NewScope(objects, nil)
	for _, o := range objects {
		ref := o.GetKind() + "/" + o.GetName()
		hook := o.GetAnnotations()[hookAnnotation]
		testers = testers || strings.HasPrefix(hook, "test") || o.GetAnnotations()["marketplace.cloud.google.com/verification"] == "test"
		if hook != "" {
			withHooks = append(withHooks, o)
		}
		switch {
		case scope.ClusterScoped(o.GroupVersionKind()):
			cluster[ref] = true
		case o.GetNamespace() != "" && o.GetNamespace() != "default":
			elsewhere[ref] = true
		}
		for _, image := range imagesOf(o.Object) {
			all[image] = true
			if !strings.HasPrefix(image, a.prefix()+":") && !strings.HasPrefix(image, a.prefix()+"/") {
				images[fmt.Sprintf("%s of %s", image, ref)] = true
			}
		}
	}
	_, unsupported := hooks.Parse(withHooks)
	for _, note := range unsupported {
		a.note(a.dir+"templates", "%s", note)
	}
	a.noteSet(cluster, "a deployer may not make cluster-scoped objects, and they would stay behind; let schema.yaml declare the roles of service accounts, and switch these off by a value: %s")
	a.noteSet(elsewhere, "a deployer refuses objects outside of the app's namespace; these name one: %s")
	if a.plan.KeepImages {
		a.References, images = slices.Sorted(maps.Keys(all)), nil
	}
	a.noteSet(images, "no value of the chart sets these images; make them values, so that they can come from the package: %s")
	if objects != nil && !testers {
		a.note("apptest/deployer/chart/templates", "the chart has no tests: put a Pod with the annotation marketplace.cloud.google.com/verification: test there, whose exit status is the verdict")
	}
}

func (a *adaptation) noteSet(set map[string]bool, format string) {
	if len(set) > 0 {
		a.note(a.dir+"templates", format, few(slices.Sorted(maps.Keys(set))))
	}
}

// imagesOf gives the images of all containers in an object, wherever they are.
func imagesOf(v any) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if list, ok := v[key].([]any); ok && (key == "containers" || key == "initContainers") {
				for _, c := range list {
					if m, ok := c.(map[string]any); ok && scalarText(m["image"]) != "" {
						found = append(found, scalarText(m["image"]))
					}
				}
				continue
			}
			found = append(found, imagesOf(v[key])...)
		}
	case []any:
		for _, item := range v {
			found = append(found, imagesOf(item)...)
		}
	}
	return found
}

// few names the first of many.
func few(names []string) string {
	if more := len(names) - maxNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}
