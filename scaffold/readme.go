package scaffold

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

// addReadme adds the README, which says what is where and what the vendor has to do next.
func (p *Package) addReadme(plan *plan) error {
	values := readmeValues{Name: p.Name, Title: p.Title, Version: p.Version, Kind: p.Kind}
	for _, i := range plan.images {
		target := "PREFIX"
		if i.name != "" {
			target += "/" + i.name
		}
		values.Images = append(values.Images, readmeImage{Target: target + ":" + p.Version, Source: i.source})
		p.Images = append(p.Images, optionName(i.name))
		if given := plan.Images[optionName(i.name)]; !given.Local {
			p.note("", "image %s: copy %s to %s of your registry, or give an archive of it with --image %s=FILE.tar", optionName(i.name), i.source, target+":"+p.Version, optionName(i.name))
		}
	}
	return p.addTemplate("README.md", "README.md", values)
}
