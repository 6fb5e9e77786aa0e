package images

import (
	"fmt"
	"strings"

	"github.com/distribution/reference"
)

// canonical returns the name under which the kubelet looks for an image: as it is with a registry's name in front and
// a tag, so that nginx:1 becomes docker.io/library/nginx:1.
func canonical(name string) (string, error) {
	named, err := reference.ParseDockerRef(name)
	if err != nil {
		return "", fmt.Errorf("%q is no name of an image: %w", name, err)
	}
	return named.String(), nil
}

// full returns the canonical name an archive's annotation means, or "" if it names nothing. The OCI layout format
// suggests to give but a tag, which then belongs to the repository of the given reference.
func full(annotation, given string) string {
	if !strings.ContainsAny(annotation, "/:@") {
		if given == "" || annotation == "" {
			return ""
		}
		named, err := reference.ParseDockerRef(given)
		if err != nil {
			return ""
		}
		annotation = named.Name() + ":" + annotation
	}
	name, err := canonical(annotation)
	if err != nil {
		return ""
	}
	return name
}
