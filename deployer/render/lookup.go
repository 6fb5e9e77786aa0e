package render

import (
	"context"
	texttemplate "text/template"

	helmchart "helm.sh/helm/v4/pkg/chart/v2"
)

// LookupAnnotation in a Chart.yaml, with the value "true", is how a package asks for lookup.
const LookupAnnotation = "chandler.dev/lookup"

// Lookup reads an object of the cluster, or all of a kind if name is empty; in all namespaces, or outside of them, if
// namespace is empty. What is not there gives an empty map. The answer is the object, or the list with its items.
type Lookup func(ctx context.Context, apiVersion, kind, namespace, name string) (map[string]any, error)

// lookupFor gives charts the function lookup, if the chart on top asks for it. Others find nothing, as in a rendering
// without a cluster.
func lookupFor(ctx context.Context, loaded *helmchart.Chart, lookup Lookup) texttemplate.FuncMap {
	if lookup == nil || loaded.Metadata.Annotations[LookupAnnotation] != "true" {
		return texttemplate.FuncMap{}
	}
	return texttemplate.FuncMap{"lookup": func(apiVersion, kind, namespace, name string) (map[string]any, error) {
		return lookup(ctx, apiVersion, kind, namespace, name)
	}}
}
