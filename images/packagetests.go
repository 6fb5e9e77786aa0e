package images

import (
	"errors"
	"io/fs"
	"strings"
)

// The folders that a package's tests can be in: as published packages have them, and as they lie in an image.
var testFolders = []string{"apptest/deployer", "data-test"}

// addTests adds the test schema, the test manifests and the files laid over the chart, whichever there are.
func (p *packer) addTests() error {
	dir, err := p.testFolder()
	if err != nil || dir == "" {
		return err
	}
	if err := p.addSchema(dir+"/schema.yaml", "data-test/schema.yaml"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	manifest, err := p.isDir(dir + "/manifest")
	if err != nil {
		return err
	}
	if manifest {
		if err := p.addManifests(dir+"/manifest", "data-test/manifest"); err != nil {
			return err
		}
	}
	if p.flavour != Helm {
		return nil
	}
	return p.addOverlay(dir)
}

// testFolder is the one that is there; "" if the package has no tests.
func (p *packer) testFolder() (string, error) {
	found := ""
	for _, dir := range testFolders {
		there, err := p.isDir(dir)
		if err != nil {
			return "", err
		}
		if there && found != "" {
			return "", p.wrong("", "it has tests both in "+found+"/ and in "+dir+"/", "keep one of them")
		}
		if there {
			found = dir
		}
	}
	return found, nil
}

// addOverlay adds what the tests lay over the chart: chart/, or the one folder that looks like a part of a chart
// (published packages name it after the chart).
func (p *packer) addOverlay(dir string) error {
	const to = "data-test/chart/chart.tar.gz"
	chart, err := p.isDir(dir + "/chart")
	if err != nil {
		return err
	}
	if chart {
		files, err := p.chart(dir+"/chart", isOverlay)
		if err != nil {
			return err
		}
		return p.addPacked(files, to)
	}
	found, err := p.foldersThat(dir, isOverlay)
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return nil
	case len(found) > 1:
		return p.wrong(dir, "has several folders to lay over the chart: "+strings.Join(found, ", "), "keep one")
	}
	files, err := p.tree(found[0])
	if err != nil {
		return err
	}
	return p.addPacked(files, to)
}
