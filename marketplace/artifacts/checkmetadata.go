package artifacts

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
	yaml3 "go.yaml.in/yaml/v3"
	helmchart "helm.sh/helm/v4/pkg/chart/v2"
	"sigs.k8s.io/yaml"
)

const metadataFile = "Chart.yaml"

// readMetadata reads Chart.yaml; false if it cannot.
func (c *chartCheck) readMetadata() bool {
	data, ok := c.files[metadataFile]
	if !ok {
		c.problems.add(metadataFile, 0, "not found", "a chart has it at its top, with apiVersion, name and version")
		return false
	}
	if c.tooLong(metadataFile) {
		return false
	}
	if err := yaml.Unmarshal(data, &c.metadata); err != nil {
		line, message := yamlFault(err)
		c.problems.add(metadataFile, line, message, "")
		return false
	}
	c.lines = keyLines(data)
	return true
}

var chartName = regexp.MustCompile(`^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$`)

// Bounds on what a chart says of itself.
const (
	maxChartName    = 100
	maxChartVersion = 64
	maxChartText    = 4 << 10
	maxChartList    = 100
)

// checkMetadata holds Chart.yaml to Helm's rules and to the store's.
func (c *chartCheck) checkMetadata() {
	m := &c.metadata
	switch m.APIVersion {
	case "v1", "v2":
	case "":
		c.meta("apiVersion", "apiVersion is missing", "write apiVersion: v2")
	default:
		c.meta("apiVersion", fmt.Sprintf("apiVersion %q is not one that is taken", brief(m.APIVersion)), "write apiVersion: v2")
	}
	switch {
	case m.Name == "":
		c.meta("name", "name is missing", "name the chart, as in name: redis")
	case len(m.Name) > maxChartName || !chartName.MatchString(m.Name):
		c.meta("name", fmt.Sprintf("the name %q does not do", brief(m.Name)), fmt.Sprintf("use at most %d small letters, digits, dots and dashes", maxChartName))
	}
	if message, hint := VersionProblem(m.Version); message != "" {
		c.meta("version", message, hint)
	}
	switch m.Type {
	case "", "application":
	case "library":
		c.meta("type", "the chart is a library: it installs nothing by itself", "upload the chart of an application")
	default:
		c.meta("type", fmt.Sprintf("the type %q is not one", brief(m.Type)), "write type: application")
	}
	for key, text := range map[string]string{"description": m.Description, "appVersion": m.AppVersion, "kubeVersion": m.KubeVersion, "home": m.Home} {
		if len(text) > maxChartText {
			c.meta(key, fmt.Sprintf("%s has more than %d bytes", key, maxChartText), "say it in README.md")
		}
	}
	for key, n := range map[string]int{"keywords": len(m.Keywords), "sources": len(m.Sources), "maintainers": len(m.Maintainers), "dependencies": len(m.Dependencies)} {
		if n > maxChartList {
			c.meta(key, fmt.Sprintf("there are %d %s, and at most %d are taken", n, key, maxChartList), "")
		}
	}
	if len(c.problems) == 0 {
		if err := m.Validate(); err != nil {
			c.problems.add(metadataFile, 0, strings.TrimPrefix(err.Error(), "validation: "), "")
		}
	}
}

// VersionProblem says what is wrong with the version of a chart, and what to do; empty if nothing is.
func VersionProblem(version string) (message, hint string) {
	const rule = "The version number must start with a number and contain decimal points."
	switch _, err := semver.NewVersion(version); {
	case version == "":
		return "version is missing", "write a semantic version, as in version: 1.0.0"
	case len(version) > maxChartVersion:
		return fmt.Sprintf("the version has more than %d characters", maxChartVersion), "write a semantic version, such as 1.0.0"
	case version[0] < '0' || version[0] > '9' || !strings.Contains(version, "."):
		return fmt.Sprintf("the version %q does not do. %s", brief(version), rule), "write a semantic version, such as 1.0.0"
	case err != nil:
		return fmt.Sprintf("the version %q is not a semantic version", brief(version)), "write it as major.minor.patch, such as 1.0.0"
	}
	return "", ""
}

// checkDependencies wants the charts that the chart depends on to be in it.
func (c *chartCheck) checkDependencies() {
	var there []string
	for name, data := range c.files {
		var m helmchart.Metadata
		if strings.HasPrefix(name, "charts/") && strings.Count(name, "/") == 2 && strings.HasSuffix(name, "/"+metadataFile) && len(data) <= maxDocument && yaml.Unmarshal(data, &m) == nil {
			there = append(there, m.Name)
		}
	}
	dependencies := c.metadata.Dependencies
	if len(dependencies) == 0 {
		var v1 struct {
			Dependencies []*helmchart.Dependency `json:"dependencies"`
		}
		if data := c.files["requirements.yaml"]; len(data) <= maxDocument && yaml.Unmarshal(data, &v1) == nil {
			dependencies = v1.Dependencies
		}
	}
	for _, d := range dependencies {
		if d != nil && !slices.Contains(there, d.Name) {
			c.meta("dependencies", fmt.Sprintf("the chart %q that it depends on is not in charts/", brief(d.Name)), "run helm dependency update before packing: nothing is downloaded at install")
		}
	}
}

// meta adds a problem with a key of Chart.yaml.
func (c *chartCheck) meta(key, message, hint string) {
	c.problems.add(metadataFile, c.lines[key], message, hint)
}

// keyLines gives the lines of the keys at the top of a YAML file.
func keyLines(data []byte) map[string]int {
	var document yaml3.Node
	lines := map[string]int{}
	if yaml3.Unmarshal(data, &document) != nil || len(document.Content) == 0 {
		return lines
	}
	for i := 0; i+1 < len(document.Content[0].Content); i += 2 {
		lines[document.Content[0].Content[i].Value] = document.Content[0].Content[i].Line
	}
	return lines
}

var yamlLine = regexp.MustCompile(`line (\d+)(?: column \d+)?: `)

// yamlFault takes the line out of an error of a YAML reader.
func yamlFault(err error) (line int, message string) {
	message = err.Error()
	for _, prefix := range []string{"error converting YAML to JSON: ", "error unmarshaling JSON: ", "while decoding JSON: ", "yaml: ", "json: "} {
		message = strings.TrimPrefix(message, prefix)
	}
	if m := yamlLine.FindStringSubmatchIndex(message); m != nil {
		line, _ = strconv.Atoi(message[m[2]:m[3]])
		message = message[:m[0]] + message[m[1]:]
	}
	if strings.Contains(message, "Go struct field") || strings.Contains(message, "Go value") {
		return line, "a value is of another type than Helm wants there"
	}
	return line, "it is not YAML: " + brief(message)
}

// brief is a text of a stranger as a message tells it.
func brief(text string) string { return shown(strings.TrimSpace(text)) }
