package images

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/containerd/containerd/v2/core/images"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// entry is an image in an archive.
type entry struct {
	Reference string        // canonical; "" if it has no name
	Manifest  digest.Digest // "" in docker archives, which have none
	Config    digest.Digest // of docker archives; "" if their file names do not tell
}

// dockerManifest is an element of the manifest.json of a docker archive.
type dockerManifest struct {
	Config   string
	RepoTags []string
}

// contents lists the images at path without reading more than needed. An image without a name gets the given one.
func contents(location, given string) ([]entry, error) {
	info, err := os.Stat(location)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		data, err := os.ReadFile(filepath.Join(location, ocispec.ImageIndexFile))
		if err != nil {
			return nil, err
		}
		return indexEntries(data, given)
	}
	stream, err := open(location)
	if err != nil {
		return nil, err
	}
	defer func() { _ = stream.Close() }()
	return archiveEntries(tar.NewReader(stream), given)
}

// archiveEntries prefers the index of an OCI layout where an archive has both formats, as the import does.
func archiveEntries(archive *tar.Reader, given string) ([]entry, error) {
	files := map[string][]byte{}
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read archive: %w", err)
		}
		switch name := path.Clean(header.Name); name {
		case ocispec.ImageLayoutFile, ocispec.ImageIndexFile, "manifest.json":
			if files[name], err = io.ReadAll(io.LimitReader(archive, 16<<20)); err != nil {
				return nil, fmt.Errorf("read archive: %w", err)
			}
		}
	}
	switch {
	case files[ocispec.ImageLayoutFile] != nil && files[ocispec.ImageIndexFile] != nil:
		return indexEntries(files[ocispec.ImageIndexFile], given)
	case files["manifest.json"] != nil:
		return dockerEntries(files["manifest.json"], given)
	}
	return nil, errors.New("no image in it: it has neither an OCI layout's index.json nor a docker archive's manifest.json")
}

func indexEntries(data []byte, given string) ([]entry, error) {
	var index ocispec.Index
	if err := json.Unmarshal(data, &index); err != nil {
		return nil, fmt.Errorf("read index.json: %w", err)
	}
	var entries []entry
	for _, m := range index.Manifests {
		annotation := m.Annotations[images.AnnotationImageName]
		if annotation == "" {
			annotation = m.Annotations[ocispec.AnnotationRefName]
		}
		entries = append(entries, entry{Reference: full(annotation, given), Manifest: m.Digest})
	}
	return nameOnly(entries, given)
}

func dockerEntries(data []byte, given string) ([]entry, error) {
	var manifests []dockerManifest
	if err := json.Unmarshal(data, &manifests); err != nil {
		return nil, fmt.Errorf("read manifest.json: %w", err)
	}
	var entries []entry
	for _, m := range manifests {
		config := configDigest(m.Config)
		for _, tag := range m.RepoTags {
			name, err := canonical(tag)
			if err != nil {
				return nil, err
			}
			entries = append(entries, entry{Reference: name, Config: config})
		}
		if len(m.RepoTags) == 0 {
			entries = append(entries, entry{Config: config})
		}
	}
	return nameOnly(entries, given)
}

// nameOnly gives an only image without a name the given one, and refuses what has no name then.
func nameOnly(entries []entry, given string) ([]entry, error) {
	if given != "" && len(entries) == 1 && entries[0].Reference == "" {
		name, err := canonical(given)
		if err != nil {
			return nil, err
		}
		entries[0].Reference = name
	}
	for _, e := range entries {
		if e.Reference != "" {
			return entries, nil
		}
	}
	return nil, errors.New("the image in it has no name: give it one with --reference, as in --reference example.com/app:1.0")
}

// configDigest reads the digest off the name of an image's configuration file, as in 0123….json, sha256:0123… or
// blobs/sha256/0123….
func configDigest(file string) digest.Digest {
	name := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "sha256:"), ".json")
	d := digest.NewDigestFromEncoded(digest.SHA256, name)
	if d.Validate() != nil {
		return ""
	}
	return d
}
