package artifacts

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	helmchart "helm.sh/helm/v4/pkg/chart/v2"
)

// CheckChart reads a packed chart (.tgz), within the limits, and checks its files one by one. Nothing is fetched or
// rendered: that is Package's. The error is an *UploadError with all that was found, or that of r or ctx.
func CheckChart(ctx context.Context, r io.Reader, l Limits) (*Chart, error) {
	l = l.orDefaults()
	data, err := io.ReadAll(io.LimitReader(r, l.ChartBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the chart: %w", err)
	}
	if int64(len(data)) > l.ChartBytes {
		return nil, refused("", "the chart has more than "+sizeOf(l.ChartBytes), "leave out what the chart does not need")
	}
	files, err := unpack(data, l)
	if err != nil {
		return nil, err
	}
	c := &chartCheck{files: files, chart: &Chart{Archive: data, files: files}}
	c.run()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := c.problems.err(); err != nil {
		return nil, err
	}
	return c.chart, nil
}

// chartCheck is a chart on its way through the checks.
type chartCheck struct {
	files    map[string][]byte
	chart    *Chart
	metadata helmchart.Metadata
	lines    map[string]int // of the keys of Chart.yaml
	problems problems
	warnings problems
}

func (c *chartCheck) run() {
	if c.readMetadata() {
		c.checkMetadata()
		c.checkDependencies()
		c.describe()
	}
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		switch path.Base(name) {
		case "values.yaml":
			c.checkValues(name)
		case "values.schema.json":
			c.checkValuesSchema(name)
		}
		if isTemplate(name) {
			c.checkTemplate(name)
		}
	}
	if !c.has("templates/") && !c.has("charts/") {
		c.problems.add("templates/", 0, "there are no templates: the chart installs nothing", "put the templates of its manifests there")
	}
	c.chart.Warnings = c.warnings
	c.chart.ValuesSchema = c.files["values.schema.json"]
}

// describe fills in what Chart.yaml and the other files say of the chart.
func (c *chartCheck) describe() {
	m, out := c.metadata, c.chart
	out.Name, out.Version, out.AppVersion, out.Description = m.Name, m.Version, m.AppVersion, m.Description
	out.Keywords = m.Keywords
	out.Home = c.link("home", m.Home)
	for _, source := range m.Sources {
		if link := c.link("sources", source); link != "" {
			out.Sources = append(out.Sources, link)
		}
	}
	for _, who := range m.Maintainers {
		if who != nil {
			out.Maintainers = append(out.Maintainers, Maintainer{Name: who.Name, Email: c.address(who.Email), URL: c.link("maintainers", who.URL)})
		}
	}
	c.icon(m.Icon)
	for name, data := range c.files {
		if strings.EqualFold(name, "README.md") {
			out.README = strings.ToValidUTF8(string(data[:min(len(data), MaxTextBytes)]), "\uFFFD")
		}
	}
	for _, file := range []string{"README.md", "LICENSE", "values.yaml", "charts/", "templates/", "templates/NOTES.txt"} {
		out.Checklist = append(out.Checklist, Check{File: file, Present: c.has(file)})
	}
	out.metadata, _ = json.Marshal(m) // was read from YAML
}

// has tells whether a file is there, or anything in a folder.
func (c *chartCheck) has(name string) bool {
	if !strings.HasSuffix(name, "/") {
		return c.files[name] != nil
	}
	for file := range c.files {
		if strings.HasPrefix(file, name) {
			return true
		}
	}
	return false
}
