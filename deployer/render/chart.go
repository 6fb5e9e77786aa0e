package render

import (
	"context"
	"maps"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// Chart gives what the templates of one chart render to by themselves, hooks included and as the chart has them, for
// those who look at a chart before it is a package. files are the chart's by their paths in it, and are not changed;
// values are the release's. Bounds and errors are those of Render.
func Chart(ctx context.Context, files map[string][]byte, values schema.Values, name, namespace string) ([]*unstructured.Unstructured, error) {
	in, ctx, cancel := bounded(ctx, Input{Values: values, Name: name, Namespace: namespace})
	defer cancel()
	r, err := release(ctx, in, chart{path: topFolder, files: maps.Clone(files)}, &budget{})
	if err != nil {
		return nil, err
	}
	return r.objects, nil
}
