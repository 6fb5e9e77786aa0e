package images

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// ServiceAnnotation is the manifest annotation by which Google's marketplace knows whose product an image is.
// It asks for it on every image of a package.
const ServiceAnnotation = "com.googleapis.cloudmarketplace.product.service.name"

// BuildOptions say how a deployer image is made.
type BuildOptions struct {
	// DeployerBinary is the path of the static deployer program.
	DeployerBinary string
	// Title and Version become the labels org.opencontainers.image.title and .version; empty ones are left out.
	Title, Version string
	// ServiceName, if given, becomes ServiceAnnotation; "services/" in front is added where it is missing.
	ServiceName string
	// Labels are further labels, over the ones above.
	Labels map[string]string
	// CacheDir is where the compressed base layer is kept. Empty: the user's cache folder.
	CacheDir string
}

// Build makes the deployer image of a package: one layer with the deployer, one with /data and /data-test. It runs
// as a user that is not root, /bin/deploy.sh installs and /bin/deploy_with_tests.sh verifies. The same package and
// binary give the same digest.
func Build(ctx context.Context, src *Source, o BuildOptions) (v1.Image, error) {
	cache := layer.UserCache("layers", keptBases)
	if o.CacheDir != "" {
		cache = layer.Cache{Dir: o.CacheDir, Keep: keptBases}
	}
	base, arch, err := baseLayer(o.DeployerBinary, cache)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := dataLayer(src.Files)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", src.Dir, err)
	}
	img, err := layer.Image(deployerConfig(arch, src.Environment, o.labels()),
		layer.Named{Layer: base, Comment: "the deployer"}, layer.Named{Layer: data, Comment: "the package"})
	if err != nil {
		return nil, fmt.Errorf("assemble the deployer image: %w", err)
	}
	return annotate(img, o.annotations()), nil
}

func deployerConfig(arch string, environment []string, labels map[string]string) *v1.ConfigFile {
	return &v1.ConfigFile{
		Architecture: arch, OS: "linux",
		Config: v1.Config{
			User:       fmt.Sprintf("%d:%[1]d", deployerUser),
			Entrypoint: []string{"/bin/deploy.sh"},
			Env:        append([]string{"PATH=/bin:/usr/bin", "HOME=/tmp"}, environment...),
			WorkingDir: "/",
			Labels:     labels,
		},
	}
}

func (o BuildOptions) labels() map[string]string {
	labels := map[string]string{}
	if o.Title != "" {
		labels["org.opencontainers.image.title"] = o.Title
	}
	if o.Version != "" {
		labels["org.opencontainers.image.version"] = o.Version
	}
	maps.Copy(labels, o.Labels)
	if len(labels) == 0 {
		return nil // as it reads back: an image without labels says nothing of them
	}
	return labels
}

func (o BuildOptions) annotations() map[string]string {
	if o.ServiceName == "" {
		return nil
	}
	return map[string]string{ServiceAnnotation: "services/" + strings.TrimPrefix(o.ServiceName, "services/")}
}

func annotate(img v1.Image, annotations map[string]string) v1.Image {
	if len(annotations) == 0 {
		return img
	}
	return mutate.Annotations(img, annotations).(v1.Image) // documented: an Image in gives an Image out
}

// dataLayer has the package's files, and both folders even where they are empty: the reference's images have them.
func dataLayer(files fs.FS) (v1.Layer, error) {
	entries := []layer.Entry{{Name: "data", Mode: 0o755, Dir: true}, {Name: "data-test", Mode: 0o755, Dir: true}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		entries = append(entries, layer.File(name, 0o644, data))
		return err
	})
	if err != nil {
		return nil, err
	}
	return layer.New(func(w io.Writer) error { return layer.WriteTar(w, layer.WithParents(entries)) })
}
