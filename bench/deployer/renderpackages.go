package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
)

// appName is the name and the namespace that the conformance data was made with.
const appName = "apptest-abcd1234"

// standIn is a package of the conformance data in a mode. The charts are not among the data: one stands in whose
// templates are what Helm has rendered, with the app's name as a reference. So it has the size of the original, and hardly
// its loops and conditions.
type standIn struct {
	name   string
	mode   deployer.Mode
	image  string // as in a deployer image: data, data-test
	folder string // as a package folder
	// parameters are those of the deployer, given those of the user; values and chart are for Helm.
	parameters, given, values, chart string
	prefix                           string
}

// standIns writes all packages, but gatekeeper, which the reference refuses, below a folder.
func standIns(folder string) ([]standIn, error) {
	root, err := conformance.Folder()
	if err != nil {
		return nil, err
	}
	modes, err := filepath.Glob(filepath.Join(root, "*", "*", "parameters.yaml"))
	if err != nil || len(modes) == 0 {
		return nil, errors.Join(fmt.Errorf("there is no conformance data in %s (set CHANDLER_CONFORMANCE to where it is)", root), err)
	}
	var all []standIn
	for _, file := range modes {
		if from := filepath.Dir(file); filepath.Base(filepath.Dir(from)) != "gatekeeper" {
			p, err := makeStandIn(from, filepath.Join(folder, fmt.Sprint(len(all))))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", from, err)
			}
			all = append(all, p)
		}
	}
	return all, nil
}

func makeStandIn(from, to string) (standIn, error) {
	p := standIn{name: filepath.Base(filepath.Dir(from)) + "/" + filepath.Base(from), mode: deployer.Mode(filepath.Base(from)), image: filepath.Join(to, "image"),
		folder: filepath.Join(to, "folder"), parameters: filepath.Join(from, "parameters.yaml"), given: filepath.Join(to, "given.yaml"), values: filepath.Join(from, "helm-values.yaml")}
	files := map[string]string{}
	for name, source := range map[string]string{"data/schema.yaml": "../schema.yaml", "data-test/schema.yaml": "../schema.test.yaml"} {
		data, err := os.ReadFile(filepath.Join(from, source))
		if err != nil {
			return p, err
		}
		files[name] = string(data)
	}
	if err := p.split(); err != nil {
		return p, err
	}
	output, err := os.ReadFile(filepath.Join(from, "helm-output.yaml"))
	if errors.Is(err, os.ErrNotExist) {
		err = addManifests(files, filepath.Join(from, "manifest"))
	} else if err == nil {
		p.chart = filepath.Join(p.image, "data", "chart", "chart.tar.gz")
		files["data/chart/chart.tar.gz"], err = chartOf(string(output))
	}
	if err != nil {
		return p, err
	}
	folder := map[string]string{}
	for name, text := range files {
		name = strings.NewReplacer("data-test/", "apptest/deployer/", "data/", "").Replace(name)
		folder[name] = text
	}
	return p, errors.Join(write(p.image, files), write(p.folder, folder))
}

// split takes what the marketplace gives out of the parameters.
func (p *standIn) split() error {
	data, err := os.ReadFile(p.parameters)
	if err != nil {
		return err
	}
	values := map[string]any{}
	if err := yaml.Unmarshal(data, &values); err != nil {
		return err
	}
	p.prefix, _ = values[schema.ImageRepoPrefixKey].(string)
	delete(values, schema.ImageRepoPrefixKey)
	if data, err = yaml.Marshal(values); err != nil {
		return err
	}
	return write(filepath.Dir(p.given), map[string]string{filepath.Base(p.given): string(data)})
}

func addManifests(files map[string]string, folder string) error {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		data, e2 := os.ReadFile(filepath.Join(folder, e.Name()))
		err = errors.Join(err, e2)
		files["data/manifest/"+e.Name()] = string(data)
	}
	return err
}

var source = regexp.MustCompile(`(?m)^# Source: (\S+)$`)

// chartOf makes a chart that renders to a text, with a template for each that the text says to come from.
func chartOf(output string) (string, error) {
	files := map[string]string{"chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n"}
	for i, d := range strings.Split("\n"+output, "\n---\n") {
		name := fmt.Sprintf("chart/templates/%d.yaml", i)
		if m := source.FindStringSubmatch(d); m != nil {
			name = "chart/templates/" + strings.ReplaceAll(m[1], "/", "-") + ".yaml"
		}
		d = strings.ReplaceAll(d, "{{", `{{ "{{" }}`)
		files[name] += "\n---\n" + strings.ReplaceAll(d, appName, "{{ .Release.Name }}")
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	w := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(files[name]))}); err != nil {
			return "", err
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			return "", err
		}
	}
	err := errors.Join(w.Close(), z.Close())
	return packed.String(), err
}
