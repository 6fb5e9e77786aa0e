package artifacts

import (
	"bytes"
	"encoding/json"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// artifact is one file with a configuration: what OCI calls so.
type artifact struct {
	configType, layerType types.MediaType
	config, layer         []byte
	annotations           map[string]string
}

// putArtifact keeps an artifact and gives its reference.
func (s *Store) putArtifact(name string, a artifact) (string, error) {
	r, err := s.repository(name)
	if err != nil {
		return "", err
	}
	config, err := s.blobs.putBytes(a.config)
	if err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	layer, err := s.blobs.putBytes(a.layer)
	if err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	raw, err := json.Marshal(v1.Manifest{SchemaVersion: 2, MediaType: types.OCIManifestSchema1, Annotations: a.annotations,
		Config: v1.Descriptor{MediaType: a.configType, Digest: config, Size: int64(len(a.config))},
		Layers: []v1.Descriptor{{MediaType: a.layerType, Digest: layer, Size: int64(len(a.layer))}}})
	if err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	d, err := r.putManifest(raw, types.OCIManifestSchema1, config, layer)
	if err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	return s.Reference(name, d.String()), nil
}

// readArtifact gives the one file of an artifact, of at most limit bytes.
func (s *Store) readArtifact(ref string, want types.MediaType, limit int64) ([]byte, error) {
	r, d, err := s.parse(ref)
	if err != nil {
		return nil, err
	}
	raw, _, err := r.manifest(d)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	m, err := v1.ParseManifest(bytes.NewReader(raw))
	if err != nil || len(m.Layers) != 1 || m.Layers[0].MediaType != want {
		return nil, fmt.Errorf("%s is not of the type %s", ref, want)
	}
	data, err := s.blobs.read(m.Layers[0].Digest, limit)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	return data, nil
}
