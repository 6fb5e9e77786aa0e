package render

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	helmchart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// notes is the template that speaks to the user instead of the cluster.
const notes = "NOTES.txt"

// renderCharts renders the charts of a Helm package, all as a release of the app's name.
func renderCharts(ctx context.Context, in Input, charts []chart) ([]*unstructured.Unstructured, error) {
	if in.Test {
		if err := overlayTests(in.Files, charts); err != nil {
			return nil, err
		}
	}
	var objects []*unstructured.Unstructured
	var output budget
	for _, c := range charts {
		texts, err := renderBounded(ctx, in, c)
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			if err := output.spend(name, len(texts[name])); err != nil {
				return nil, err
			}
			found, err := documents(name, texts[name])
			if err != nil {
				return nil, err
			}
			objects = append(objects, found...)
		}
	}
	return processHooks(objects, in.Test)
}

// renderBounded does what renderChart does, in a process of its own if this program can be one.
func renderBounded(ctx context.Context, in Input, c chart) (map[string]string, error) {
	if hasWorkers.Load() {
		return renderApart(ctx, in, c)
	}
	return renderChart(ctx, in, c)
}

// renderChart gives what the templates of a chart render to, by their names.
func renderChart(ctx context.Context, in Input, c chart) (map[string]string, error) {
	loaded, err := load(c)
	if err != nil {
		return nil, err
	}
	values, err := chartValues(in)
	if err != nil {
		return nil, err
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return nil, chartError(c, err)
	}
	capabilities, err := in.Capabilities.helm()
	if err != nil {
		return nil, err
	}
	if err := suits(loaded, capabilities); err != nil {
		return nil, chartError(c, err)
	}
	release := common.ReleaseOptions{Name: in.Name, Namespace: in.Namespace, Revision: 1, IsInstall: true}
	scope, err := util.ToRenderValuesWithSchemaValidation(loaded, values, release, capabilities, true)
	if err != nil {
		return nil, chartError(c, err)
	}
	if err := checkValues(c, loaded, scope["Values"]); err != nil {
		return nil, err
	}
	return execute(ctx, in, c, loaded, scope)
}

// load reads a chart from its files and makes sure that the charts it depends on are in it.
func load(c chart) (*helmchart.Chart, error) {
	if err := dropIgnored(c); err != nil {
		return nil, err
	}
	files := make([]*archive.BufferedFile, 0, len(c.files))
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		files = append(files, &archive.BufferedFile{Name: name, Data: c.files[name]})
	}
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return nil, chartError(c, err)
	}
	if loaded.Metadata.Type != "" && loaded.Metadata.Type != "application" {
		return nil, &Error{File: c.path, Message: "the chart is of type " + loaded.Metadata.Type + " and cannot be installed"}
	}
	for _, wanted := range loaded.Metadata.Dependencies {
		if !slices.ContainsFunc(loaded.Dependencies(), func(d *helmchart.Chart) bool { return d.Name() == wanted.Name }) {
			return nil, &Error{File: c.path, Message: "the chart depends on " + wanted.Name + ", which is not in its charts/ folder",
				Hint: "run helm dependency update before packaging: a deployer downloads nothing"}
		}
	}
	return loaded, nil
}

// chartValues gives the values as Helm reads them from a file: every number is a float64, which templates that compare
// numbers count on.
func chartValues(in Input) (map[string]any, error) {
	nested, err := in.Values.Nested()
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(nested)
	if err != nil {
		return nil, fmt.Errorf("write the values for the chart: %w", err)
	}
	values := map[string]any{}
	if err := json.Unmarshal(data, &values); err != nil {
		return nil, fmt.Errorf("read the values for the chart: %w", err)
	}
	return values, nil
}

// suits holds a chart to the versions of Kubernetes that it says it is for.
func suits(c *helmchart.Chart, capabilities *common.Capabilities) error {
	wanted := c.Metadata.KubeVersion
	if wanted == "" || chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return nil
	}
	return fmt.Errorf("the chart is for Kubernetes %s, but this is %s", wanted, capabilities.KubeVersion.Version)
}

// execute runs the templates. Helm cannot be told to stop: when ctx ends, a template that loops keeps its goroutine
// until the process ends.
func execute(ctx context.Context, in Input, c chart, loaded *helmchart.Chart, scope common.Values) (map[string]string, error) {
	e := engine.Engine{} // the zero Engine has neither lookup nor DNS
	if in.entered != nil {
		p := &progress{entered: in.entered}
		p.follow(loaded)
		e.CustomTemplateFuncs = p.functions()
	}
	type result struct {
		texts map[string]string
		err   error
	}
	done := make(chan result, 1)
	go func() {
		texts, err := e.Render(loaded, scope)
		done <- result{texts, err}
	}()
	select {
	case <-ctx.Done():
		return nil, stopped(ctx, c.path)
	case r := <-done:
		if r.err != nil && in.entered != nil {
			r.err = unfollowed(r.err)
		}
		if r.err != nil {
			return nil, chartError(c, r.err)
		}
		maps.DeleteFunc(r.texts, func(name, _ string) bool { return strings.HasSuffix(name, notes) })
		return r.texts, nil
	}
}
