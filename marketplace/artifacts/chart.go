package artifacts

import (
	"fmt"
	"maps"
	"slices"

	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Chart is a packed chart that was checked.
type Chart struct {
	Name, Version, AppVersion, Description string
	// Home and IconURL are http or https, or empty. The icon is never fetched.
	Home, IconURL string
	// Icon is the one that Chart.yaml holds as data; nil if it holds none.
	Icon        *Icon
	Keywords    []string
	Sources     []string // http or https
	Maintainers []Maintainer
	// README is Markdown as it was uploaded, at most MaxTextBytes of it: whoever shows it makes it harmless.
	README string
	// Checklist says of the files that charts commonly have whether this one has them.
	Checklist []Check
	// ValuesSchema is values.schema.json; nil if there is none.
	ValuesSchema []byte
	// Warnings do not stand in the way, but something was left out for them.
	Warnings []Problem
	// Archive is what was uploaded.
	Archive []byte

	metadata []byte // Chart.yaml as JSON
	files    map[string][]byte
}

// Maintainer is somebody who takes care of a chart.
type Maintainer struct {
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	// URL is http or https, or empty.
	URL string `json:"url,omitempty"`
}

// Check is one line of the check-list.
type Check struct {
	File    string `json:"file"` // a folder ends in a slash
	Present bool   `json:"present"`
}

// Files lists the chart's files by path, those of charts packed in it unpacked.
func (c *Chart) Files() []File {
	files := make([]File, 0, len(c.files))
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		files = append(files, File{Path: name, Size: int64(len(c.files[name]))})
	}
	return files
}

// Text gives the text of one file; the error wraps ErrNotFound if there is none of that path.
func (c *Chart) Text(path string) (*Text, error) {
	data, ok := c.files[path]
	if !ok {
		return nil, fmt.Errorf("the chart has no file %s: %w", path, ErrNotFound)
	}
	return textOf(path, data), nil
}

// The media types of a chart, as Helm has them.
const (
	chartConfigType = types.MediaType("application/vnd.cncf.helm.config.v1+json")
	chartLayerType  = types.MediaType("application/vnd.cncf.helm.chart.content.v1.tar+gzip")
)

// PutChart keeps a chart in a repository as Helm would push it, and gives its reference.
func (s *Store) PutChart(name string, c *Chart) (string, error) {
	return s.putArtifact(name, artifact{configType: chartConfigType, config: c.metadata, layerType: chartLayerType, layer: c.Archive,
		annotations: map[string]string{"org.opencontainers.image.title": c.Name, "org.opencontainers.image.version": c.Version}})
}

// Chart gives the packed chart that PutChart kept.
func (s *Store) Chart(ref string) ([]byte, error) {
	return s.readArtifact(ref, chartLayerType, s.options.Limits.ChartBytes)
}
