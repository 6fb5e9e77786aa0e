// Package debian makes app images out of Debian packages without Docker: one layer with what the packages hold, got
// by mmdebstrap from the machine's own apt sources, and a small one with users, files and links by hand. The same
// packages and recipe give the same digest.
package debian

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Recipe is an images.yaml: which Debian packages, and the images made of them.
type Recipe struct {
	// Packages are the names of the Debian packages; what they depend on comes with them, what they only recommend
	// does not. All images of a recipe share them, and so share their largest layer.
	Packages []string `yaml:"packages"`
	// VersionOf names the one of them whose upstream version is the version of the images.
	VersionOf string `yaml:"versionOf"`
	// Exclude are paths, with * for any characters, that are left out, beside documentation and translations.
	Exclude []string `yaml:"exclude"`
	Images  []Image  `yaml:"images"`
}

// Image is one image of a recipe: what lies over the packages, and how it is run.
type Image struct {
	// Name is the image's name in the package's schema: empty for the app's own.
	Name string `yaml:"name"`
	// Users are made, each with a group of its name and number; root is always there.
	Users map[string]int `yaml:"users"`
	// Folders, Links and Files are put over what the packages hold.
	Folders []Folder          `yaml:"folders"`
	Links   map[string]string `yaml:"links"` // path of the link: where it leads
	Files   []File            `yaml:"files"`

	User        string            `yaml:"user"` // USER or UID:GID, by number
	Entrypoint  []string          `yaml:"entrypoint"`
	Command     []string          `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	Ports       []int             `yaml:"ports"`      // TCP
	StopSignal  string            `yaml:"stopSignal"` // as SIGQUIT; SIGTERM if empty
}

// Folder is a folder of an image. Mode is octal, 0755 if not given.
type Folder struct {
	Path  string `yaml:"path"`
	Mode  int64  `yaml:"mode"`
	Owner int    `yaml:"owner"` // user and group, by number
}

// File is a file of an image, with the content of From, a path beside the recipe. Mode is octal, 0644 if not given.
type File struct {
	Path  string `yaml:"path"`
	From  string `yaml:"from"`
	Mode  int64  `yaml:"mode"`
	Owner int    `yaml:"owner"` // user and group, by number
}

// Parse reads a recipe; file only names it in errors. Words it does not know are errors.
func Parse(file string, data []byte) (*Recipe, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	var r Recipe
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(r.Packages) == 0 || len(r.Images) == 0 {
		return nil, fmt.Errorf("%s: needs packages and images", file)
	}
	return &r, nil
}
