package layer

import (
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Named is a layer and what the image's history says of it.
type Named struct {
	Layer   v1.Layer
	Comment string
}

// Image is an OCI image of these layers, the lowest first, made at Epoch.
func Image(config *v1.ConfigFile, layers ...Named) (v1.Image, error) {
	config.Created = v1.Time{Time: Epoch}
	config.RootFS = v1.RootFS{Type: "layers"}
	img := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	img, err := mutate.ConfigFile(img, config)
	if err != nil {
		return nil, err
	}
	adds := make([]mutate.Addendum, len(layers))
	for i, l := range layers {
		adds[i] = mutate.Addendum{Layer: l.Layer, History: v1.History{Created: config.Created, CreatedBy: "chandler", Comment: l.Comment}}
	}
	return mutate.Append(img, adds...)
}
