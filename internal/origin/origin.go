// Package origin tells by which path a user knows a file of a package: in an image it stands at another place than in
// the folder that the user edits, and errors should name the latter.
package origin

import "io/fs"

// Teller is a file system that knows where its files came from.
type Teller interface {
	// Origin gives the path that the user knows a file by, or "" if it does not know.
	Origin(name string) string
}

// Of gives the path by which the user knows the file name of files: its origin, else the name itself.
func Of(files fs.FS, name string) string {
	if t, ok := files.(Teller); ok {
		if path := t.Origin(name); path != "" {
			return path
		}
	}
	return name
}
