package artifacts

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/schema"
)

// Import copies a deployer image from another registry into repository/deployer. Its name is resolved to a digest once;
// what is copied is what was checked. The app's own images stay where they are (Built.AppPrefix). The error is an
// *UploadError if the reference or the package will not do.
func (s *Store) Import(ctx context.Context, ref, repository string) (*Built, error) {
	source, prefix, err := sourceOf(ref)
	if err != nil {
		return nil, err
	}
	if err := s.mayPull(ref, source.Context().RegistryStr()); err != nil {
		return nil, err
	}
	img, err := images.OpenRemote(ctx, source.Name())
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, pullProblem(ref, err)
	}
	digest, err := img.Digest()
	if err != nil {
		return nil, refused(ref, "its manifest cannot be read: "+err.Error(), "")
	}
	if _, _, err := s.acceptable(img); err != nil {
		return nil, refused(ref, err.Error(), "")
	}
	// From here on it is read from the store, so that nothing is pulled twice, nor anything else than was checked.
	kept, err := s.PutImage(ctx, repository+"/deployer", img)
	if err != nil {
		return nil, refused(ref, "it could not be copied: "+err.Error(), "")
	}
	b, err := s.examineImage(ctx, kept, repository, prefix)
	if err != nil {
		return nil, err
	}
	b.AppPrefix, b.Source = prefix, source.Context().Name()+"@"+digest.String()
	return b, nil
}

// mayPull refuses registries that who runs the store has not named.
func (s *Store) mayPull(ref, host string) error {
	hosts := s.options.Registries
	if slices.Contains(hosts, host) {
		return nil
	}
	hint := "name an image of one of these registries: " + strings.Join(hosts, ", ")
	if len(hosts) == 0 {
		hint = "upload a chart, or ask who runs the store to allow the registry: chandler-store serve --import-from " + host
	}
	return refused(ref, "nothing is imported from "+host, hint)
}

// pullProblem says why a registry gave no image, without what else the server at that address may have said: who asks for
// an image need not be one who may read there.
func pullProblem(ref string, err error) error {
	var answer *transport.Error
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	if !errors.As(err, &answer) {
		return refused(ref, "it cannot be pulled: "+brief(err.Error()), "look at the name of the registry, and whether this server reaches it")
	}
	switch answer.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return refused(ref, "its registry does not let this server in", "have credentials for it put into the server's ~/.docker/config.json")
	case http.StatusNotFound:
		return refused(ref, "its registry has no such image", "look at the spelling and the tag")
	}
	return refused(ref, fmt.Sprintf("its registry answers with status %d", answer.StatusCode), "look at the name of the registry")
}

// sourceOf reads the reference of a deployer image and gives the prefix of the app's images beside it.
func sourceOf(ref string) (name.Reference, string, error) {
	source, err := name.ParseReference(strings.TrimSpace(ref))
	if err != nil {
		return nil, "", refused(shown(ref), "it is not the reference of an image", "write it as REGISTRY/REPOSITORY/deployer:TAG, in small letters")
	}
	prefix, err := schema.ImageRepoPrefix(source.Context().Name())
	if err != nil {
		return nil, "", refused(shown(ref), "it is not called deployer", "name a deployer image, REGISTRY/REPOSITORY/deployer:TAG: the app's images are looked for beside it")
	}
	return source, prefix, nil
}

// examineImage has a worker look at the package in an image of the store.
func (s *Store) examineImage(ctx context.Context, ref, repository, prefix string) (*Built, error) {
	img, err := s.Image(ref)
	if err != nil {
		return nil, err
	}
	if err := isLinux(img); err != nil {
		return nil, err
	}
	files, err := s.unpackImage(ctx, ref)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(filepath.Join(s.dir, partialDir), "package-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := writeFiles(filepath.Join(dir, filesRoot), files); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", ref, err)
	}
	findings, err := s.delegate(ctx, work{Dir: dir, Name: "app", Prefix: prefix})
	if err != nil {
		return nil, err
	}
	return s.keep(ctx, img, repository, *findings)
}

// unpackImage reads the package in an image of a stranger, when there is room for one more that computes.
func (s *Store) unpackImage(ctx context.Context, ref string) (fs.FS, error) {
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	files, err := s.packageFiles(ctx, ref)
	if err != nil && ctx.Err() == nil {
		return nil, refused("", err.Error(), "")
	}
	return files, err
}

func isLinux(img v1.Image) error {
	config, err := img.ConfigFile()
	if err != nil {
		return refused("", "its configuration cannot be read: "+err.Error(), "")
	}
	if config.OS != "" && config.OS != "linux" {
		return refused("", "it is an image for "+shown(config.OS), "name one for Linux")
	}
	return nil
}

// writeFiles writes files below a new folder; none leaves it.
func writeFiles(dir string, files fs.FS) (err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	return fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return root.MkdirAll(path, 0o750)
		}
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return root.WriteFile(path, data, 0o640)
	})
}
