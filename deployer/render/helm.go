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

// renderCharts renders the charts of a Helm package, all as releases of the app's name.
func renderCharts(ctx context.Context, in Input, charts []chart) (*Output, error) {
	if in.Test {
		if err := overlayTests(in.Files, charts); err != nil {
			return nil, err
		}
	}
	var out Output
	var output budget
	for _, c := range charts {
		r, err := release(ctx, in, c, &output)
		if err != nil {
			return nil, err
		}
		objects, hooks, err := processHooks(r.objects, in.Test)
		if err != nil {
			return nil, err
		}
		out.Definitions = append(out.Definitions, r.definitions...)
		out.Objects, out.Hooks = append(out.Objects, objects...), append(out.Hooks, hooks...)
	}
	return &out, nil
}

// released is what a chart renders to, hooks as it has them.
type released struct {
	definitions, objects []*unstructured.Unstructured
}

// release renders one chart and reads what it renders to.
func release(ctx context.Context, in Input, c chart, output *budget) (*released, error) {
	texts, err := renderBounded(ctx, in, c)
	if err != nil {
		return nil, err
	}
	var r released
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file, isDefinition := strings.CutPrefix(name, definitionMark)
		if err := output.spend(file, len(texts[name])); err != nil {
			return nil, err
		}
		found, err := documents(file, texts[name])
		if err != nil {
			return nil, err
		}
		if !isDefinition {
			r.objects = append(r.objects, found...)
		} else if err := takeDefinitions(file, found, &r); err != nil {
			return nil, err
		}
	}
	return &r, nil
}

// renderBounded does what renderChart does, in a process of its own if this program can be one.
func renderBounded(ctx context.Context, in Input, c chart) (map[string]string, error) {
	if hasWorkers.Load() {
		return renderApart(ctx, in, c)
	}
	return renderChart(ctx, in, c)
}

// renderChart gives what the templates of a chart render to, by their names, and what lies in its crds/.
func renderChart(ctx context.Context, in Input, c chart) (map[string]string, error) {
	loaded, err := load(c)
	if err != nil {
		return nil, err
	}
	scope, err := scopeOf(in, c, loaded)
	if err != nil {
		return nil, err
	}
	texts, err := execute(ctx, in, c, loaded, scope)
	if err != nil {
		return nil, err
	}
	addDefinitions(texts, loaded)
	return texts, nil
}

// scopeOf gives what templates see: .Values, .Release, .Chart, .Capabilities. It switches off what the values switch off
// of the charts in the chart.
func scopeOf(in Input, c chart, loaded *helmchart.Chart) (common.Values, error) {
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
	options := common.ReleaseOptions{Name: in.Name, Namespace: in.Namespace, Revision: max(1, in.Revision), IsInstall: in.Revision <= 1, IsUpgrade: in.Revision > 1}
	scope, err := util.ToRenderValuesWithSchemaValidation(loaded, values, options, capabilities, true)
	if err != nil {
		return nil, chartError(c, err)
	}
	return scope, checkValues(c, loaded, scope["Values"])
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
	e := engine.Engine{CustomTemplateFuncs: lookupFor(ctx, loaded, in.Lookup)} // it has no DNS
	if in.entered != nil {
		p := &progress{entered: in.entered}
		p.follow(loaded)
		maps.Copy(e.CustomTemplateFuncs, p.functions())
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
