package debian

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strconv"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// layerRecipe changes with how bootstrap works, so that older cached layers are not taken for it.
const layerRecipe = "debian packages 2"

// keptLayers is how many layers of packages (10 to 120 MB each) stay in the user's cache.
const keptLayers = 16

// Packages is the layer of a recipe's packages in these versions, from the user's cache (~/.cache/chandler/debian)
// if it has been made before, which found tells. Making one takes mmdebstrap some seconds and needs the network.
func Packages(ctx context.Context, r *Recipe, versions Versions) (l v1.Layer, found bool, err error) {
	key, err := layerKey(r, versions)
	if err != nil {
		return nil, false, err
	}
	l, found, err = layer.UserCache("debian", keptLayers).Layer(key, func(w io.Writer) error {
		return bootstrap(ctx, w, r.Packages, r.Exclude)
	})
	if err != nil {
		return nil, false, fmt.Errorf("unpack %s: %w", strings.Join(r.Packages, ", "), err)
	}
	return l, found, nil
}

func layerKey(r *Recipe, versions Versions) (string, error) {
	of, err := json.Marshal([]any{layerRecipe, runtime.GOARCH, slices.Sorted(slices.Values(r.Packages)), r.Exclude, versions})
	sum := sha256.Sum256(of)
	return hex.EncodeToString(sum[:])[:32], err
}

// Build puts an image of a recipe over the layer of its packages. The recipe's files are read from fsys.
func Build(packages v1.Layer, i Image, version string, fsys fs.FS) (v1.Image, error) {
	entries, err := i.entries(fsys)
	if err != nil {
		return nil, err
	}
	own, err := layer.New(func(w io.Writer) error { return layer.WriteTar(w, entries) })
	if err != nil {
		return nil, err
	}
	return layer.Image(i.config(version),
		layer.Named{Layer: packages, Comment: "Debian packages"}, layer.Named{Layer: own, Comment: "users, files and links"})
}

func (i Image) config(version string) *v1.ConfigFile {
	env := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	for k, v := range i.Environment {
		env = append(env, k+"="+v)
	}
	slices.Sort(env)
	var ports map[string]struct{}
	for _, p := range i.Ports {
		if ports == nil {
			ports = map[string]struct{}{}
		}
		ports[strconv.Itoa(p)+"/tcp"] = struct{}{}
	}
	return &v1.ConfigFile{Architecture: runtime.GOARCH, OS: "linux", Config: v1.Config{
		User: i.User, Entrypoint: i.Entrypoint, Cmd: i.Command, Env: env, ExposedPorts: ports, StopSignal: i.StopSignal,
		WorkingDir: "/", Labels: map[string]string{"org.opencontainers.image.version": version},
	}}
}
