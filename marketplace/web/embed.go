// Package web is the browser's side of the marketplace: its built files and how they are served.
//
// The client itself (React, TypeScript) lives beside this file, in src/. `make web` builds it into dist/, from where it is embedded.
package web

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed all:dist
var dist embed.FS

// Handler serves the embedded web client: its files, and its page for every other path that a browser opens.
// If the client was not built, it says so on every page.
func Handler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path: it is a constant
	}
	return serve(files)
}
