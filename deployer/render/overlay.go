package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
)

const valuesFile = "values.yaml"

// overlayTests lays the charts of the tests over those of the same archive name; where there is one of each, the names
// do not matter.
func overlayTests(files fs.FS, charts []chart) error {
	tests, err := readCharts(files, testChartFolder)
	if err != nil {
		return err
	}
	for _, test := range tests {
		i := slices.IndexFunc(charts, func(c chart) bool { return c.stem == test.stem })
		if i < 0 && len(charts) == 1 && len(tests) == 1 {
			i = 0
		}
		if i < 0 {
			return &Error{File: test.path, Message: "there is no chart of this name in " + chartFolder + " to lay it over", Hint: "name both archives alike"}
		}
		if err := overlay(charts[i], test); err != nil {
			return err
		}
	}
	return nil
}

// overlay moves the files of a test chart over those of the app's; a values.yaml, wherever it is, is merged into the
// one that is there.
func overlay(c, test chart) error {
	for _, name := range slices.Sorted(maps.Keys(test.files)) {
		data := test.files[name]
		if original, exists := c.files[name]; exists && path.Base(name) == valuesFile {
			merged, err := mergeValues(original, data)
			if err != nil {
				return &Error{File: test.path, Message: fmt.Sprintf("%s: %v", name, err)}
			}
			data = merged
		}
		c.files[name] = data
	}
	return nil
}

// mergeValues merges maps key by key and replaces all else.
func mergeValues(original, over []byte) ([]byte, error) {
	below, err := loader.LoadValues(bytes.NewReader(original))
	if err != nil {
		return nil, err
	}
	above, err := loader.LoadValues(bytes.NewReader(over))
	if err != nil {
		return nil, err
	}
	return json.Marshal(loader.MergeMaps(below, above))
}
