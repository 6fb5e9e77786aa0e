package scaffold

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	helmchart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
)

// source is a chart that a package is made around.
type source struct {
	*helmchart.Chart
	// files are the chart's own, by their paths in it.
	files map[string][]byte
	// values are those of the chart with those of the charts in it, as they are for a release that changes none.
	values map[string]any
	// off are the charts in it that its values switch off.
	off []string
}

// FromChart begins a package around a chart: the root of files has its Chart.yaml. The chart's files go into the
// package as they are; an Application is added to its templates if it has none. The error says what is wrong with the
// chart, or which of the options will not do. Rendering the chart stops when ctx ends.
func FromChart(ctx context.Context, files fs.FS, o Options) (*Package, error) {
	chart, err := openChart(files)
	if err != nil {
		return nil, err
	}
	if err := o.fromChart(chart); err != nil {
		return nil, err
	}
	p := &Package{Name: o.Name, Title: o.Title, Version: o.Version, Kind: Helm, Files: map[string][]byte{}}
	dir := "chart/" + cmp.Or(NameOf(chart.Name()), o.Name) + "/"
	for name, data := range chart.files {
		p.Files[dir+name] = data
	}
	a := &adaptation{Package: p, chart: chart, dir: dir, plan: plan{Options: o, comment: chartSchemaComment,
		releaseNote: fmt.Sprintf("%s %s.", o.Title, o.Version)}}
	if err := a.run(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

const chartSchemaComment = "What a customer is asked for, and what the package is made of. Dots in names become levels of the chart's values."

// adaptation is a chart on its way into a package.
type adaptation struct {
	*Package
	chart *source
	dir   string // of the chart, in the package
	plan  plan
}

func (a *adaptation) run(ctx context.Context) error {
	a.noteChart()
	found := a.findImages()
	if a.plan.KeepImages {
		found.images, found.blank = nil, nil
	}
	a.plan.images = found.images
	a.propose(found)
	if err := a.addSchema(&a.plan); err != nil {
		return err
	}
	if err := a.addApplication(ctx); err != nil {
		return err
	}
	return a.addReadme(&a.plan)
}

// fromChart fills in what the options leave to the chart.
func (o *Options) fromChart(c *source) error {
	if o.Name == "" {
		o.Name = NameOf(c.Name())
	}
	if o.Title == "" {
		o.Title = TitleOf(NameOf(c.Name()))
	}
	for _, version := range []string{o.Version, c.Metadata.AppVersion, c.Metadata.Version, "1.0.0"} {
		made, ok := Semantic(version)
		if o.Version == "" && ok {
			o.Version = made
		}
	}
	return o.check()
}

// openChart reads a chart, and those in it.
func openChart(files fs.FS) (*source, error) {
	all, err := readAll(files)
	if err != nil {
		return nil, err
	}
	var buffered []*archive.BufferedFile
	for _, name := range slices.Sorted(maps.Keys(all)) {
		buffered = append(buffered, &archive.BufferedFile{Name: name, Data: all[name]})
	}
	loaded, err := loader.LoadFiles(buffered)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the chart cannot be read: %w", err)
	case loaded.Metadata.Type == "library":
		return nil, fmt.Errorf("the chart %s is a library: it installs nothing by itself", loaded.Name())
	}
	if err := loaded.Validate(); err != nil {
		return nil, fmt.Errorf("the chart is not valid: %w", err)
	}
	for _, wanted := range loaded.Metadata.Dependencies {
		if !slices.ContainsFunc(loaded.Dependencies(), func(d *helmchart.Chart) bool { return d.Name() == wanted.Name }) {
			return nil, fmt.Errorf("the chart %s depends on %s, which is not in its charts/ folder; run helm dependency update first, for a deployer downloads nothing", loaded.Name(), wanted.Name)
		}
	}
	s := &source{Chart: loaded, files: all}
	s.values = s.merged(loaded, loaded.Values, "")
	return s, nil
}

// merged gives the values of a chart with those of its dependencies below the names that they go by. A dependency that
// is switched off is left out.
func (s *source) merged(c *helmchart.Chart, own map[string]any, path string) map[string]any {
	all := maps.Clone(own)
	if all == nil {
		all = map[string]any{}
	}
	for _, d := range c.Dependencies() {
		for _, name := range goesBy(c, d) {
			over, _ := all[name].(map[string]any)
			if condition := conditionOf(c, d, name); condition != "" && isOff(own, condition) {
				s.off = append(s.off, path+name)
				delete(all, name)
				continue
			}
			all[name] = s.merged(d, loader.MergeMaps(d.Values, over), path+name+".")
		}
	}
	return all
}

// goesBy gives the names of a dependency among its parent's values: its aliases, else its own.
func goesBy(c, dependency *helmchart.Chart) []string {
	var found []string
	for _, d := range c.Metadata.Dependencies {
		if d.Name == dependency.Name() && d.Alias != "" {
			found = append(found, d.Alias)
		} else if d.Name == dependency.Name() {
			found = append(found, d.Name)
		}
	}
	if len(found) == 0 {
		return []string{dependency.Name()}
	}
	return found
}

// conditionOf gives the path of the value that switches a dependency on or off, or "".
func conditionOf(c, dependency *helmchart.Chart, name string) string {
	for _, d := range c.Metadata.Dependencies {
		if d.Name == dependency.Name() && (d.Alias == name || d.Alias == "" && d.Name == name) {
			first, _, _ := strings.Cut(d.Condition, ",")
			return strings.TrimSpace(first)
		}
	}
	return ""
}

func isOff(values map[string]any, path string) bool {
	v, ok := at(values, strings.Split(path, "."))
	return ok && v == false
}

// at gives the value at a path.
func at(values map[string]any, path []string) (any, bool) {
	for i, key := range path {
		v, ok := values[key]
		if i == len(path)-1 || !ok {
			return v, ok
		}
		if values, ok = v.(map[string]any); !ok {
			return nil, false
		}
	}
	return values, true
}
