package schema

import (
	"fmt"
	"strings"
)

// Image is one of the images of a v2 schema. It lies at <prefix>/<Name>:<publishedVersion>, or, if Name is empty, at
// <prefix>:<publishedVersion>.
type Image struct {
	Name string
	// Properties are the values that parts of the reference go to, in the order of the file.
	Properties []ImageProperty
}

// ImageProperty is a value that is made of the reference of an image.
type ImageProperty struct {
	Name string
	// Type is one of the Projection constants.
	Type string

	at position
}

// The parts of the reference reg:5000/a/b:1.0.0 that an ImageProperty may ask for.
const (
	ProjectionFull                = "FULL"                  // reg:5000/a/b:1.0.0
	ProjectionRegistry            = "REGISTRY"              // reg:5000
	ProjectionRepoWithRegistry    = "REPO_WITH_REGISTRY"    // reg:5000/a/b
	ProjectionRepoWithoutRegistry = "REPO_WITHOUT_REGISTRY" // a/b
	ProjectionTag                 = "TAG"                   // 1.0.0
)

// ImageRepoPrefixKey is the parameter that tells a v2 deployer where the images of its package are.
const ImageRepoPrefixKey = "__image_repo_prefix__"

const deployerSuffix = "/deployer"

// ImageRepoPrefix gives the repository that the images of a package share, given its deployer image, which must be
// called deployer: "reg:5000/a/b" for "reg:5000/a/b/deployer:1.0@sha256:…". The error is Problems with code CH164.
func ImageRepoPrefix(deployerImage string) (string, error) {
	repository, _, _ := strings.Cut(deployerImage, "@")
	repository, _ = cutTag(repository)
	prefix, ok := strings.CutSuffix(repository, deployerSuffix)
	if !ok || prefix == "" {
		return "", Problems{{Code: CodeImageRepoPrefix, Severity: Error,
			Message: fmt.Sprintf("the deployer image %q must have %q as the end of its repository", deployerImage, deployerSuffix),
			Hint:    "the other images of the package are looked for beside it"}}
	}
	return prefix, nil
}

// cutTag cuts at the colon of the tag. The colon of a registry's port stands before a slash.
func cutTag(reference string) (repository, tag string) {
	slash := strings.LastIndexByte(reference, '/')
	colon := strings.IndexByte(reference[slash+1:], ':')
	if colon < 0 {
		return reference, ""
	}
	return reference[:slash+1+colon], reference[slash+1+colon+1:]
}

// ImageReferences gives the full reference of every image of a v2 schema by its name, given the prefix of
// ImageRepoPrefix.
func (s *Schema) ImageReferences(prefix string) map[string]string {
	references := make(map[string]string, len(s.Images))
	for _, image := range s.Images {
		references[image.Name] = image.repository(prefix) + ":" + s.PublishedVersion
	}
	return references
}

func (i Image) repository(prefix string) string {
	if i.Name == "" {
		return prefix
	}
	return prefix + "/" + i.Name
}

// project gives the part of an image's reference that a projection asks for.
func project(projection, repository, tag string) string {
	registry, rest, _ := strings.Cut(repository, "/")
	switch projection {
	case ProjectionFull:
		return repository + ":" + tag
	case ProjectionRegistry:
		return registry
	case ProjectionRepoWithRegistry:
		return repository
	case ProjectionRepoWithoutRegistry:
		return rest
	}
	return tag
}

func (r *reader) images(x *node) []Image {
	const path = "x-google-marketplace.images"
	n := r.mapAt(x, "images", path)
	if n == nil {
		return nil
	}
	var images []Image
	for _, e := range n.entries {
		image := Image{Name: e.key}
		at := fmt.Sprintf("%s.%q", path, e.key)
		definition := r.asMap(e.node, at)
		r.known(definition, at, path+".*")
		if properties := r.mapAt(definition, "properties", at+".properties"); properties != nil {
			image.Properties = r.imageProperties(properties, at+".properties")
		}
		images = append(images, image)
	}
	return images
}

func (r *reader) imageProperties(n *node, path string) []ImageProperty {
	var properties []ImageProperty
	for _, e := range n.entries {
		p := ImageProperty{Name: e.key, at: e.at}
		definition := r.asMap(e.node, path+"."+e.key)
		r.known(definition, path+"."+e.key, "x-google-marketplace.images.*.properties.*")
		switch p.Type = r.wordsAt(definition, "type", path+"."+e.key+".type"); p.Type {
		case ProjectionFull, ProjectionRegistry, ProjectionRepoWithRegistry, ProjectionRepoWithoutRegistry, ProjectionTag:
		case "":
			r.fault(e.at, CodeImageProjection, "the image property "+e.key+" has no type", projectionHint)
		default:
			r.fault(definition.get("type").position, CodeImageProjection, "the image property "+e.key+" has the unknown type "+shorten(p.Type), projectionHint)
		}
		properties = append(properties, p)
	}
	return properties
}

const projectionHint = "it must be FULL, REGISTRY, REPO_WITH_REGISTRY, REPO_WITHOUT_REGISTRY or TAG"
