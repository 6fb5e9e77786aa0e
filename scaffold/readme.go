package scaffold

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// readmeValues are what the README of a package is filled with.
type readmeValues struct {
	Name, Title, Version string
	Kind                 Kind
	Images               []readmeImage
}

type readmeImage struct {
	// Target is where the image has to be, Source where it is now.
	Target, Source string
}

// addReadme adds the README, which says what is where and what the vendor has to do next. The error is about an image in
// the options that the package has no place for.
func (p *Package) addReadme(plan *plan) error {
	var absent []string
	values := readmeValues{Name: p.Name, Title: p.Title, Version: p.Version, Kind: p.Kind}
	for _, i := range plan.images {
		target, name := "PREFIX", optionName(i.name)
		if i.name != "" {
			target += "/" + i.name
		}
		given := plan.Images[name]
		if given.Source != "" {
			i.source = given.Source
		}
		if given.Local {
			i.source = "images/" + name + ".tar"
		} else {
			absent = append(absent, name)
		}
		values.Images = append(values.Images, readmeImage{Target: target + ":" + p.Version, Source: i.source})
		p.Images = append(p.Images, name)
	}
	if len(absent) > 0 {
		p.note("README.md", "copy these images to your registry as the table there says, or have archives of them put into images/ with --image NAME=FILE.tar: %s", strings.Join(absent, ", "))
	}
	for _, name := range slices.Sorted(maps.Keys(plan.Images)) {
		if !slices.Contains(p.Images, name) {
			return fmt.Errorf("the package has no image %s; it has %s", name, strings.Join(p.Images, ", "))
		}
	}
	return p.addTemplate("README.md", "README.md", values)
}
