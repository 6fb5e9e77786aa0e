package artifacts

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/chandler-dev/chandler/images"
)

// PackageFiles gives the files of a deployer image's package, data/… and data-test/…, as the verifier takes them.
func (s *Store) PackageFiles(ctx context.Context, ref string) (fs.FS, error) {
	return s.packageFiles(ctx, ref)
}

// Files lists the files of a chart or of a deployer image's package by path. Charts packed in either are unpacked.
func (s *Store) Files(ctx context.Context, ref string) ([]File, error) {
	all, err := s.shownFiles(ctx, ref)
	if err != nil {
		return nil, err
	}
	files := make([]File, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		files = append(files, File{Path: name, Size: int64(len(all[name].Data))})
	}
	return files, nil
}

// Text gives the text of one of the Files; the error wraps ErrNotFound if there is none of that path.
func (s *Store) Text(ctx context.Context, ref, path string) (*Text, error) {
	all, err := s.shownFiles(ctx, ref)
	if err != nil {
		return nil, err
	}
	f, ok := all[path]
	if !ok {
		return nil, fmt.Errorf("%s has no file %s: %w", ref, path, ErrNotFound)
	}
	return textOf(path, f.Data), nil
}

// shownFiles are the files of a chart or of a package, packed charts replaced by what is in them.
func (s *Store) shownFiles(ctx context.Context, ref string) (fstest.MapFS, error) {
	r, d, err := s.parse(ref)
	if err != nil {
		return nil, err
	}
	key := r.name + "@" + d.Hex + " shown"
	if files, ok := s.packages.get(key); ok {
		return files, nil
	}
	raw, _, err := r.manifest(d)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	m, err := v1.ParseManifest(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	files := fstest.MapFS{}
	if m.Config.MediaType == chartConfigType {
		err = s.addChart(files, ref)
	} else {
		err = s.addPackage(ctx, files, ref)
	}
	if err != nil {
		return nil, err
	}
	s.packages.put(key, files)
	return files, nil
}

func (s *Store) addChart(files fstest.MapFS, ref string) error {
	data, err := s.Chart(ref)
	if err != nil {
		return err
	}
	unpacked, err := unpack(data, s.options.Limits)
	if err != nil {
		return fmt.Errorf("read %s: %w", ref, err)
	}
	for name, data := range unpacked {
		files[name] = &fstest.MapFile{Data: data}
	}
	return nil
}

// addPackage adds the files of a package. A packed chart that cannot be unpacked is shown as the file that it is.
func (s *Store) addPackage(ctx context.Context, files fstest.MapFS, ref string) error {
	packed, err := s.packageFiles(ctx, ref)
	if err != nil {
		return err
	}
	for name, f := range packed {
		isChart := path.Base(path.Dir(name)) == "chart" && (strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".tar.gz"))
		unpacked, err := unpack(f.Data, s.options.Limits)
		if !isChart || err != nil {
			files[name] = f
			continue
		}
		for inner, data := range unpacked {
			files[path.Dir(name)+"/"+inner] = &fstest.MapFile{Data: data}
		}
	}
	return nil
}

func (s *Store) packageFiles(ctx context.Context, ref string) (fstest.MapFS, error) {
	r, d, err := s.parse(ref)
	if err != nil {
		return nil, err
	}
	key := r.name + "@" + d.Hex
	if files, ok := s.packages.get(key); ok {
		return files, nil
	}
	img, err := s.Image(ref)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found, err := images.Files(img)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	files, err := copyOf(found)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	s.packages.put(key, files)
	return files, nil
}

func copyOf(from fs.FS) (fstest.MapFS, error) {
	files := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	return files, err
}
