package artifacts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// repository is what a name of the registry gives access to: a list of manifests, and of content that they are made of.
type repository struct {
	store *Store
	name  string
}

const maxRepositoryName = 200

var repositoryName = regexp.MustCompile(`^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)

func (s *Store) repository(name string) (repository, error) {
	if len(name) > maxRepositoryName || !repositoryName.MatchString(name) {
		return repository{}, fmt.Errorf("%q is not a repository: use at most %d small letters, digits, dots and dashes, with slashes between", name, maxRepositoryName)
	}
	return repository{s, name}, nil
}

// Reference is how clusters name what a repository has: HOST/REPOSITORY@sha256:….
func (s *Store) Reference(repository, digest string) string {
	return s.options.Host + "/" + repository + "@" + digest
}

// parse reads a reference that Reference gave, whatever the registry was called then.
func (s *Store) parse(ref string) (repository, v1.Hash, error) {
	parsed, err := name.NewDigest(ref)
	if err != nil {
		return repository{}, v1.Hash{}, fmt.Errorf("%q is not a reference by digest (HOST/REPOSITORY@sha256:…)", ref)
	}
	digest, err := hashOf(parsed.DigestStr())
	if err != nil {
		return repository{}, v1.Hash{}, err
	}
	r, err := s.repository(parsed.RepositoryStr())
	return r, digest, err
}

// hashOf reads a digest. Only sha256 is one here: it becomes part of paths.
func hashOf(text string) (v1.Hash, error) {
	h, err := v1.NewHash(text)
	if err != nil || h.Algorithm != "sha256" || len(h.Hex) != 64 {
		return v1.Hash{}, fmt.Errorf("%q is not a digest (sha256: and 64 hexadecimal digits)", text)
	}
	return h, nil
}

// The lists of a repository: a file for each entry, named by its digest. Repositories' names have no underscore in front.
const (
	manifestList = "_manifests" // files hold the media type
	contentList  = "_content"
)

func (r repository) entry(list string, d v1.Hash) string {
	return filepath.Join(r.store.dir, repositoryDir, filepath.FromSlash(r.name), list, d.Hex)
}

// link lists content in the repository, which has to be there.
func (r repository) link(list string, d v1.Hash, text string) error {
	path := r.entry(list, d)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return writeFile(r.store.dir, path, strings.NewReader(text))
}

// has tells whether content, or a manifest, is of the repository.
func (r repository) has(d v1.Hash) bool {
	for _, list := range []string{contentList, manifestList} {
		if _, err := os.Stat(r.entry(list, d)); err == nil {
			return true
		}
	}
	return false
}

// maxManifest bounds a manifest, as registries do.
const maxManifest = 4 << 20

// putManifest makes a manifest visible, after all that it names.
func (r repository) putManifest(raw []byte, mediaType types.MediaType, names ...v1.Hash) (v1.Hash, error) {
	for _, d := range names {
		if err := r.link(contentList, d, ""); err != nil {
			return v1.Hash{}, err
		}
	}
	d, err := r.store.blobs.putBytes(raw)
	if err != nil {
		return v1.Hash{}, err
	}
	return d, r.link(manifestList, d, string(mediaType))
}

// manifest gives a manifest of the repository and its media type.
func (r repository) manifest(d v1.Hash) ([]byte, types.MediaType, error) {
	mediaType, err := os.ReadFile(r.entry(manifestList, d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("%s@%s: %w", r.name, d, ErrNotFound)
	}
	if err != nil {
		return nil, "", err
	}
	raw, err := r.store.blobs.read(d, maxManifest)
	return raw, types.MediaType(mediaType), err
}
