package clusters

import (
	"context"

	"github.com/chandler-dev/chandler/internal/embedded"
)

// Loader brings images to the nodes of a cluster that cannot pull them.
type Loader interface {
	// Load puts the images of OCI layout folders and image archives on the nodes.
	Load(ctx context.Context, archives ...string) error
}

// Embedded gives the Loader of the embedded cluster of that name on this machine. The error wraps
// embedded.ErrNotInstalled if its program is not there.
func Embedded(name string) (Loader, error) {
	program, err := embedded.Find()
	if err != nil {
		return nil, err
	}
	return embeddedLoader{embedded.Cluster{Program: program, Name: name}}, nil
}

type embeddedLoader struct{ cluster embedded.Cluster }

func (l embeddedLoader) Load(ctx context.Context, archives ...string) error {
	_, err := l.cluster.Load(ctx, archives...)
	return err
}
