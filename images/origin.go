package images

import "testing/fstest"

// packageFiles are a package folder's files in the layout of an image, and where each came from.
type packageFiles struct {
	fstest.MapFS
	origins map[string]string
}

// Origin gives the path of a file in the package folder, so that errors name what the user edits; "" for what was put
// together from several files.
func (p packageFiles) Origin(name string) string { return p.origins[name] }
