package render

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/internal/origin"
)

// renderManifests renders the templates of an envsubst package.
func renderManifests(ctx context.Context, in Input) ([]*unstructured.Unstructured, error) {
	templates, err := manifests(in.Files, in.Test)
	if err != nil {
		return nil, err
	}
	if len(templates) == 0 {
		return nil, &Error{File: manifestFolder, Message: "there are no manifests, and no chart in " + chartFolder, Hint: "a package has one or the other"}
	}
	values, err := variables(in)
	if err != nil {
		return nil, err
	}
	var objects []*unstructured.Unstructured
	var output budget
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		file := templates[name]
		if err := stopped(ctx, file); err != nil {
			return nil, err
		}
		data, err := readLimited(in.Files, file)
		if err != nil {
			return nil, err
		}
		m := manifest{file: origin.Of(in.Files, file), values: values}
		if err := m.parse(string(data), in.Dialect); err != nil {
			return nil, err
		}
		if err := output.spend(m.file, m.template.size(m.values, maxOutputBytes)); err != nil {
			return nil, err
		}
		found, err := m.guarded(ctx)
		if err != nil {
			return nil, err
		}
		objects = append(objects, found...)
	}
	return objects, nil
}

// manifest is a template with what stands for its references.
type manifest struct {
	// file is the path by which the user knows it.
	file     string
	template template
	// values are those of the parameters, and of the template's expressions.
	values map[string]string
}

func (m *manifest) parse(text string, d Dialect) (err error) {
	if d == Drone {
		m.template, m.values, err = parseExpressions(m.file, text, m.values)
	} else {
		m.template = parseTemplate(text, m.values)
	}
	if err == nil && m.template.references() > maxReferences {
		return &Error{File: m.file, Message: fmt.Sprintf("the manifest has more than %d references to parameters", maxReferences)}
	}
	return err
}

// manifests gives the paths of a package's templates by the names they render to: without the ending .template. In a
// verification those of the tests are added, and replace those of the same file name.
func manifests(files fs.FS, test bool) (map[string]string, error) {
	sources, err := manifestFiles(files, manifestFolder)
	if err != nil {
		return nil, err
	}
	if test {
		tests, err := manifestFiles(files, testManifestFolder)
		if err != nil {
			return nil, err
		}
		maps.Copy(sources, tests)
	}
	rendered := make(map[string]string, len(sources))
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		rendered[strings.TrimSuffix(name, ".template")] = sources[name]
	}
	return rendered, nil
}

// manifestFiles gives the paths of the files of a folder by their names; none if there is no such folder. Hidden files
// are passed over, as a shell's * does.
func manifestFiles(files fs.FS, folder string) (map[string]string, error) {
	entries, err := fs.ReadDir(files, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	found := map[string]string{}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			return nil, &Error{File: name, Message: "a folder among the manifests", Hint: "put its files directly into " + folder}
		default:
			found[e.Name()] = name
		}
	}
	return found, nil
}

// variables gives the values as text. Only letters, digits and _ make the name of a variable. In the dialect drone a
// declared parameter without a value is empty.
func variables(in Input) (map[string]string, error) {
	var invalid []string
	for name := range in.Values {
		if strings.Trim(name, nameCharacters) != "" {
			invalid = append(invalid, name)
		}
	}
	if len(invalid) > 0 {
		slices.Sort(invalid)
		return nil, fmt.Errorf("these parameters cannot be used in manifests: %s (a package with data/manifest names its properties with letters, digits and _ only)",
			strings.Join(invalid, ", "))
	}
	texts := in.Values.Text()
	if in.Dialect == Drone {
		for _, name := range in.Declared {
			if _, given := texts[name]; !given {
				texts[name] = ""
			}
		}
	}
	return texts, nil
}

const nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
