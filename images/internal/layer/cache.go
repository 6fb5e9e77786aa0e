package layer

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

const suffix = ".tar.gz"

// Cache keeps compressed layers in a folder, each under the key of what it was made from. A file's name holds the
// key and both digests, so that it can be checked by itself: there is nothing beside it to get out of step.
type Cache struct {
	// Dir is the folder, made as needed. Empty: nothing is kept, and layers live in memory.
	Dir string
	// Keep is how many layers stay; beyond it the ones longest unused go.
	Keep int
}

// Layer gives the layer of this key (lower-case letters and digits), and whether it was there already. If it was
// not, or is damaged, it is made from the tar archive that write writes.
func (c Cache) Layer(key string, write func(io.Writer) error) (l v1.Layer, found bool, err error) {
	if c.Dir == "" {
		l, err = New(write)
		return l, false, err
	}
	if l := c.find(key); l != nil {
		return l, true, nil
	}
	l, err = c.add(key, write)
	return l, false, err
}

// find gives the layer of the key if it is there and whole; a damaged one is removed.
func (c Cache) find(key string) v1.Layer {
	paths, _ := filepath.Glob(filepath.Join(c.Dir, key+".*"+suffix)) // fails on a bad pattern only
	for _, path := range paths {
		s, err := check(path)
		if err != nil {
			_ = os.Remove(path) // best effort: add replaces it
			continue
		}
		now := time.Now()
		_ = os.Chtimes(path, now, now) // for Keep only
		return fromFile(path, s)
	}
	return nil
}

func fromFile(path string, s sums) v1.Layer {
	return &stored{digest: s.digest, diffID: s.diffID, size: s.size, open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// check reads a kept layer and compares it with the digest in its name.
func check(path string) (sums, error) {
	parts := strings.Split(strings.TrimSuffix(filepath.Base(path), suffix), ".")
	if len(parts) != 3 {
		return sums{}, errors.New("not a name of a layer")
	}
	digest, diffID := v1.Hash{Algorithm: "sha256", Hex: parts[1]}, v1.Hash{Algorithm: "sha256", Hex: parts[2]}
	f, err := os.Open(path)
	if err != nil {
		return sums{}, err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return sums{}, err
	}
	if hashOf(h) != digest {
		return sums{}, errors.New("damaged")
	}
	return sums{digest: digest, diffID: diffID, size: n}, nil
}

// add makes the layer in a file of its own and gives it its name when it is whole.
func (c Cache) add(key string, write func(io.Writer) error) (v1.Layer, error) {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for cached layers: %w", err)
	}
	f, err := os.CreateTemp(c.Dir, ".new-*")
	if err != nil {
		return nil, fmt.Errorf("cache a layer: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already if all went well
	s, err := compress(f, write)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return nil, err
	}
	path := filepath.Join(c.Dir, key+"."+s.digest.Hex+"."+s.diffID.Hex+suffix)
	if err := os.Rename(f.Name(), path); err != nil {
		return nil, fmt.Errorf("cache a layer: %w", err)
	}
	c.prune()
	return fromFile(path, s), nil
}

// prune removes the layers longest unused, and what an interrupted run left. Failing to is no one's loss.
func (c Cache) prune() {
	paths, _ := filepath.Glob(filepath.Join(c.Dir, "*"+suffix))
	age := map[string]time.Duration{}
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil {
			age[p] = time.Since(info.ModTime())
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(age[a], age[b]) })
	for _, p := range paths[min(c.Keep, len(paths)):] {
		_ = os.Remove(p)
	}
	left, _ := filepath.Glob(filepath.Join(c.Dir, ".new-*"))
	for _, p := range left {
		if info, err := os.Stat(p); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(p)
		}
	}
}

// UserCache is the cache of this user in the folder of that name under chandler's (~/.cache/chandler/NAME). Where
// there is no such place, it keeps nothing.
func UserCache(name string, keep int) Cache {
	base, err := os.UserCacheDir()
	if err != nil {
		return Cache{}
	}
	return Cache{Dir: filepath.Join(base, "chandler", name), Keep: keep}
}
