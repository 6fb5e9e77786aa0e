package images

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// remoteOptions log in as docker, podman and crane do: from ~/.docker/config.json (or DOCKER_CONFIG) with its
// credential helpers, or podman's auth.json.
func remoteOptions(ctx context.Context) []remote.Option {
	return []remote.Option{remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain), remote.WithUserAgent("chandler")}
}

// explain adds to an error of a registry what to do about it.
func explain(ref name.Reference, err error) error {
	var refused *transport.Error
	if !errors.As(err, &refused) {
		return err
	}
	host := ref.Context().RegistryStr()
	switch refused.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w\n%s did not let us in: log in with `docker login %[2]s`, or put its credentials into ~/.docker/config.json", err, host)
	case http.StatusNotFound:
		return fmt.Errorf("%w\n%s has no such image; look at the spelling and the tag", err, host)
	}
	return err
}
