package report

import (
	"fmt"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// Describe says in a few words what a schema declares: "v2, 12 properties, 3 images".
func Describe(s *schema.Schema) string {
	images := len(s.Images)
	if s.SchemaVersion != "v2" {
		images = len(s.OfType(schema.ImageType))
	}
	properties := fmt.Sprintf("%d properties", len(s.Properties))
	if len(s.Properties) == 1 {
		properties = "1 property"
	}
	return strings.Join([]string{s.SchemaVersion, properties, count(images, "image")}, ", ")
}
