package images

import (
	"fmt"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
)

// parseReference checks an image reference and says what is wrong with one that is not.
func parseReference(ref string) (name.Reference, error) {
	r, err := name.ParseReference(ref)
	if err != nil {
		return nil, fmt.Errorf("%q is not an image reference (REGISTRY/REPOSITORY:TAG, in lower case): %w", ref, err)
	}
	return r, nil
}

// fullName is the reference as containerd knows it: with the registry and the tag that a short one leaves out.
func fullName(ref string) (string, error) {
	r, err := parseReference(ref)
	if err != nil {
		return "", err
	}
	return strings.Replace(r.Name(), name.DefaultRegistry+"/", "docker.io/", 1), nil
}
