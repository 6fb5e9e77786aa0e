package scaffold

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// found gives the images that are found in values: the name in the schema, where it is now, and its parts.
func found(t *testing.T, values string) map[string][]string {
	t.Helper()
	chart, err := openChart(fstest.MapFS{"Chart.yaml": {Data: []byte("apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: 4.5.6\n")}, "values.yaml": {Data: []byte(values)}})
	if err != nil {
		t.Fatal(err)
	}
	a := &adaptation{Package: &Package{}, chart: chart}
	images := map[string][]string{}
	for _, i := range a.findImages().images {
		images[i.name] = []string{i.source}
		for _, p := range i.parts {
			images[i.name] = append(images[i.name], p.name+"="+p.projection)
		}
	}
	return images
}

func TestImagesAreFoundInEveryFormThatChartsHave(t *testing.T) {
	for values, want := range map[string]map[string][]string{
		"image: {repository: acme/web, tag: '1'}": {
			"": {"acme/web:1", "image.repository=REPO_WITH_REGISTRY", "image.tag=TAG"}},
		"image: {registry: docker.io, repository: acme/web, tag: 1.5}": {
			"": {"docker.io/acme/web:1.5", "image.registry=REGISTRY", "image.repository=REPO_WITHOUT_REGISTRY", "image.tag=TAG"}},
		"image: {repository: acme/web, tag: ''}": {
			"": {"acme/web:4.5.6", "image.repository=REPO_WITH_REGISTRY", "image.tag=TAG"}},
		"image: {name: acme/web}": {
			"": {"acme/web:4.5.6", "image.name=REPO_WITH_REGISTRY", "image.tag=TAG"}},
		"image: registry.example.com:5000/acme/web:1": {
			"": {"registry.example.com:5000/acme/web:1", "image=FULL"}},
		"image: acme/web@sha256:0123456789012345678901234567890123456789012345678901234567890123": {
			"": {"acme/web@sha256:0123456789012345678901234567890123456789012345678901234567890123", "image=FULL"}},
		"image: acme/web\nimageTag: 7": {
			"": {"acme/web:7", "image=REPO_WITH_REGISTRY", "imageTag=TAG"}},
		"web: {repository: acme/web, tag: 1}\nsidecar: {repository: acme/proxy, tag: 2}": {
			"web": {"acme/web:1", "web.repository=REPO_WITH_REGISTRY", "web.tag=TAG"}, "proxy": {"acme/proxy:2", "sidecar.repository=REPO_WITH_REGISTRY", "sidecar.tag=TAG"}},
		"a: {image: acme/web:1}\nb: {image: acme/web:1}": {
			"": {"acme/web:1", "a.image=FULL", "b.image=FULL"}},
		"a: {image: acme/web:1}\nb: {image: acme/web:2}": {
			"web": {"acme/web:1", "a.image=FULL"}, "image-web": {"acme/web:2", "b.image=FULL"}},
		"a: {image: acme/deployer:1}\nb: {image: acme/x:2}": {
			"image-deployer": {"acme/deployer:1", "a.image=FULL"}, "x": {"acme/x:2", "b.image=FULL"}},
		"x: {image: shop/shop:1}\nb: {image: acme/x:2}": {
			"": {"shop/shop:1", "x.image=FULL"}, "x": {"acme/x:2", "b.image=FULL"}},
		"git: {repository: 'https://git.example.com/x', tag: v1}": {},
		"database: {repository: main}":                            {},
		"image: ''":                                               {},
		"images: [{repository: a, tag: b}]":                       {},
		"a.b: {image: acme/web:1}":                                {},
	} {
		if diff := cmp.Diff(want, found(t, values)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", values, diff)
		}
	}
}

func TestADigestIsKeptOutOfTheWay(t *testing.T) {
	p, err := FromChart(t.Context(), fstest.MapFS{"Chart.yaml": {Data: []byte("apiVersion: v2\nname: shop\nversion: 1.2.3\n")},
		"values.yaml": {Data: []byte("image: {repository: acme/web, digest: 'sha256:00'}")}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !contains(p, "  image.digest:\n    type: string\n    title: Image digest\n    description: \"Stays empty: the package's own version of the image is used.\"\n    default: ''\n") {
		t.Errorf("the digest is not emptied:\n%s", p.Files[schemaFile])
	}
}
