// Package render turns the manifests or the charts of a package into Kubernetes objects: with envsubst or with Helm, as
// the package is made. Files in, objects out: it reaches no cluster and no network by itself.
package render

import (
	"context"
	"io/fs"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// The folders of a deployer image.
const (
	manifestFolder     = "data/manifest"
	chartFolder        = "data/chart"
	testManifestFolder = "data-test/manifest"
	testChartFolder    = "data-test/chart"
)

// Input is what a package is rendered from.
type Input struct {
	// Files is the root of a deployer image: data/manifest, data/chart, data-test/manifest, data-test/chart.
	Files fs.FS
	// Values are the resolved parameters.
	Values schema.Values
	// Name and Namespace are those of the app: the release of a chart.
	Name, Namespace string
	// Test says that the package is rendered for a verification, with its testers.
	Test bool
	// Capabilities describe the cluster to charts; nil if there is none.
	Capabilities *Capabilities
	// Revision counts the deployments of the app: the first, or 0, is an installation to charts, all others are upgrades.
	Revision int
	// Lookup is what lookup does in charts that ask for it; nil if there is no cluster, where it finds nothing.
	Lookup Lookup
	// Dialect is that of the references in manifests.
	Dialect Dialect
	// Declared are the names of the parameters, those without a value too, for the dialect Drone.
	Declared []string
	// Limits bound what it may cost.
	Limits Limits

	// entered is told the template of a chart that is executed; may be nil.
	entered func(template string)
}

// Output is what a package renders to.
type Output struct {
	// Definitions are those of the crds/ folders of charts, which come before all else.
	Definitions []*unstructured.Unstructured
	// Objects are the app's, and in a verification those of its tests, in the order of the files' names and within a file
	// that of the file.
	Objects []*unstructured.Unstructured
	// Hooks are those of charts, but for tests: objects with the annotation helm.sh/hook.
	Hooks []*unstructured.Unstructured
}

// Render renders a package: with Helm if data/chart has a chart, else with envsubst.
//
// An *Error, where the fault can be placed, names file and line. Rendering stops when ctx ends, and at its limits; see
// Worker for those of a chart.
func Render(ctx context.Context, in Input) (*Output, error) {
	in, ctx, cancel := bounded(ctx, in)
	defer cancel()
	charts, err := readCharts(in.Files, chartFolder)
	if err != nil {
		return nil, err
	}
	if len(charts) > 0 {
		return renderCharts(ctx, in, charts)
	}
	objects, err := renderManifests(ctx, in)
	if err != nil {
		return nil, err
	}
	return &Output{Objects: objects}, nil
}

// bounded fills in the limits, and gives ctx that of the time.
func bounded(ctx context.Context, in Input) (Input, context.Context, context.CancelFunc) {
	in.Limits = in.Limits.orDefaults()
	ctx, cancel := context.WithTimeoutCause(ctx, in.Limits.Time, overtime{in.Limits.Time})
	return in, ctx, cancel
}
