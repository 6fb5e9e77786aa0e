package rules

import (
	"fmt"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/chandler-dev/chandler/schema"
)

// imageReferences: a node that cannot parse a reference says so minutes later, and to nobody.
var imageReferences = Rule{
	Code: "CH201", Title: "image references can be parsed", Severity: schema.Error,
	find: func(s Subject) []finding {
		var out []finding
		for _, c := range containers(s) {
			if c.image == "" {
				out = append(out, finding{c.object, fmt.Sprintf("container %s has no image", c.name), "Set its image."})
				continue
			}
			if _, err := name.ParseReference(c.image); err != nil {
				out = append(out, finding{c.object, fmt.Sprintf("image %q of container %s is not a reference", c.image, c.name),
					"Write it as registry/repository:tag; a part may have been substituted by nothing."})
			}
		}
		return out
	},
}
