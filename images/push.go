package images

import (
	"context"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Push writes an image to a registry under the name ref, with the credentials that docker has for it. Registries on
// this machine are spoken to over plain HTTP.
func Push(ctx context.Context, ref string, img v1.Image) error {
	r, err := parseReference(ref)
	if err != nil {
		return err
	}
	if err := remote.Write(r, img, remoteOptions(ctx)...); err != nil {
		return fmt.Errorf("push %s: %w", ref, explain(r, err))
	}
	return nil
}
