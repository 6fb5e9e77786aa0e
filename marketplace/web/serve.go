package web

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// client serves the files of a built web client.
type client struct {
	files fs.FS
	page  page
}

func serve(files fs.FS) http.Handler {
	return &client{files: files, page: readPage(files)}
}

// ServeHTTP answers with a file of the client, or with its page where the path is none and the browser asks for a page.
func (c *client) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "The web client is read with GET.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if content, encoding, ok := c.file(name, r.Header.Get("Accept-Encoding")); ok {
		sendFile(w, r, name, encoding, content)
		return
	}
	if strings.HasPrefix(name, assets) || !wantsPage(r) {
		http.Error(w, "There is nothing at this address.", http.StatusNotFound)
		return
	}
	c.page.send(w, r)
}

// assets is the folder of files whose name holds a hash of their content.
const assets = "assets/"

// file returns a file in the best encoding that the client takes. The page, hidden files and folders are none.
func (c *client) file(name, accepted string) (content []byte, encoding string, ok bool) {
	if name == indexName || strings.HasPrefix(path.Base(name), ".") {
		return nil, "", false
	}
	for _, e := range encodings {
		if !accepts(accepted, e.name) {
			continue
		}
		if content, err := fs.ReadFile(c.files, name+e.suffix); err == nil {
			return content, e.name, true
		}
	}
	content, err := fs.ReadFile(c.files, name)
	return content, "", err == nil
}

func sendFile(w http.ResponseWriter, r *http.Request, name, encoding string, content []byte) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "public, max-age=3600")
	if strings.HasPrefix(name, assets) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Type", contentType(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// contentType does not ask the machine's tables first, which may say anything of .js.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// wantsPage tells a browser that opens a page from a program that asks for a file.
func wantsPage(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "text/html")
}
