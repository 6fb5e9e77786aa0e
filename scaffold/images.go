package scaffold

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/chandler-dev/chandler/schema"
)

// maxDepth bounds how deep values are looked at.
const maxDepth = 12

// imageValues are the values of a chart that name images.
type imageValues struct {
	images []image
	// taken are the paths of values that are spoken for.
	taken map[string]bool
	// blank are properties that keep values out of the way of images.
	blank []property
}

// imageFind is one place in the values that names an image.
type imageFind struct {
	path       []string // of the map, or of the text
	repository string   // with its registry
	tag        string
	parts      []part
}

// findImages finds the images in the values of a chart and of those in it: maps with repository and tag, perhaps
// registry and digest, and texts with a whole reference.
func (a *adaptation) findImages() imageValues {
	v := imageValues{taken: map[string]bool{}}
	finds := a.imagesIn(&v, nil, a.chart.values)
	var order []string
	byReference := map[string]*imageFind{}
	for i, f := range finds {
		reference := f.reference(a.chart.AppVersion())
		if known := byReference[reference]; known != nil {
			known.parts = append(known.parts, f.parts...)
			continue
		}
		byReference[reference] = &finds[i]
		order = append(order, reference)
	}
	own, used := a.ownImage(order, byReference), map[string]bool{"deployer": true, AppImage: true}
	for _, reference := range order {
		i := image{source: reference, parts: byReference[reference].parts, comment: "now " + reference}
		if reference != own {
			i.name = unused(byReference[reference], used)
		}
		v.images = append(v.images, i)
	}
	slices.SortStableFunc(v.images, func(a, b image) int { return strings.Compare(a.name, b.name) })
	return v
}

// imagesIn looks for images in a map of values and below it.
func (a *adaptation) imagesIn(v *imageValues, at []string, values map[string]any) []imageFind {
	if len(at) > maxDepth {
		return nil
	}
	if f, ok := a.imageMap(v, at, values); ok {
		return []imageFind{f}
	}
	var finds []imageFind
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if strings.Contains(key, ".") { // no property reaches below it
			continue
		}
		here := append(slices.Clone(at), key)
		switch value := values[key].(type) {
		case map[string]any:
			finds = append(finds, a.imagesIn(v, here, value)...)
		case string:
			if f, ok := imageText(here, value, values); ok {
				finds = append(finds, f)
				v.take(f)
			}
		}
	}
	return slices.DeleteFunc(finds, func(f imageFind) bool {
		return !slices.ContainsFunc(f.parts, func(p part) bool { return addressable(p.name) })
	})
}

func (v *imageValues) take(f imageFind) {
	for _, p := range f.parts {
		v.taken[p.name] = true
	}
}

// imageMap takes a map of values for an image if it has a repository, and is called an image or has a tag.
func (a *adaptation) imageMap(v *imageValues, at []string, values map[string]any) (imageFind, bool) {
	called := len(at) > 0 && strings.HasSuffix(strings.ToLower(at[len(at)-1]), "image")
	key := "repository"
	repository, _ := values[key].(string)
	if repository == "" && called {
		key = "name"
		repository, _ = values[key].(string)
	}
	_, tagged := values["tag"]
	digest, digested := values["digest"]
	if len(at) == 0 || repository == "" || strings.Contains(repository, "://") || !called && !tagged && !digested {
		return imageFind{}, false
	}
	prefix := strings.Join(at, ".") + "."
	f := imageFind{path: at, repository: repository, parts: []part{{prefix + key, schema.ProjectionRepoWithRegistry}}}
	if registry, split := values["registry"].(string); split {
		f.parts = []part{{prefix + "registry", schema.ProjectionRegistry}, {prefix + key, schema.ProjectionRepoWithoutRegistry}}
		f.repository = strings.TrimPrefix(registry+"/"+repository, "/")
	}
	f.tag = scalarText(values["tag"])
	f.parts = append(f.parts, part{prefix + "tag", schema.ProjectionTag})
	v.take(f)
	if text, _ := digest.(string); text != "" && !a.plan.KeepImages {
		v.blank = append(v.blank, property{name: prefix + "digest", title: TitleOf(prefix + "digest"), kind: schema.TypeString, value: "",
			description: "Stays empty: the package's own version of the image is used."})
		a.note(schemaFile, "%sdigest of the chart pins an image that is not the package's; the property of that name empties it", prefix)
	}
	for _, k := range []string{"digest", "registry"} {
		v.taken[prefix+k] = true
	}
	return f, true
}

// imageText takes a text for an image if its key says so and it is a reference. The tag may be a value beside it.
func imageText(at []string, text string, siblings map[string]any) (imageFind, bool) {
	key := at[len(at)-1]
	if !strings.HasSuffix(strings.ToLower(key), "image") || text == "" {
		return imageFind{}, false
	}
	ref, err := name.ParseReference(text)
	if err != nil {
		return imageFind{}, false
	}
	path := strings.Join(at, ".")
	parent := strings.TrimSuffix(path, key)
	for _, beside := range []string{"tag", key + "Tag"} {
		if tag, there := siblings[beside]; there && !strings.Contains(text, ":") {
			return imageFind{path: at, repository: text, tag: scalarText(tag), parts: []part{
				{path, schema.ProjectionRepoWithRegistry}, {parent + beside, schema.ProjectionTag}}}, true
		}
	}
	f := imageFind{path: at, repository: text, parts: []part{{path, schema.ProjectionFull}}}
	if repository, tag, found := strings.Cut(text, ":"+ref.Identifier()); found && tag == "" {
		f.repository, f.tag = repository, ref.Identifier()
	}
	return f, true
}

// reference is what the chart runs if its values are not changed.
func (f imageFind) reference(appVersion string) string {
	switch {
	case f.tag != "":
		return f.repository + ":" + f.tag
	case len(f.path) == 1 && appVersion != "" && !strings.Contains(path.Base(f.repository), ":"):
		return f.repository + ":" + appVersion
	}
	return f.repository
}

// ownImage picks the one that is the app's own: of the value image, or called like the chart, or the only one.
func (a *adaptation) ownImage(references []string, finds map[string]*imageFind) string {
	for _, r := range references {
		if len(finds[r].path) == 1 && finds[r].path[0] == "image" {
			return r
		}
	}
	for _, r := range references {
		if path.Base(finds[r].repository) == a.chart.Name() {
			return r
		}
	}
	if len(references) == 1 {
		return references[0]
	}
	return ""
}

// unused names an image after its repository; where that is taken, after its place in the values, too.
func unused(f *imageFind, used map[string]bool) string {
	repository, _, _ := strings.Cut(path.Base(f.repository), ":")
	short := NameOf(repository)
	for _, prefix := range slices.Backward(f.path) {
		if short != "" && !used[short] {
			break
		}
		short = NameOf(strings.TrimRight(NameOf(prefix)+"-"+short, "-"))
	}
	unique := short
	for n := '2'; unique == "" || used[unique]; n++ {
		unique = strings.TrimLeft(short+"-"+string(n), "-")
	}
	used[unique] = true
	return unique
}
