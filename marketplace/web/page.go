package web

import (
	"bytes"
	"crypto/rand"
	"io/fs"
	"net/http"
	"strings"
)

const (
	indexName = "index.html"
	// placeholder is what the build puts where the nonce belongs (html.cspNonce in vite.config.ts).
	placeholder = "__NONCE__"
	notBuilt    = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Chandler</title></head>
<body><h1>The web client was not built</h1>
<p>This program was built without its web client. <code>make store</code> builds both. The API answers meanwhile; it is described at <a href="/openapi.json">/openapi.json</a>.</p></body>
</html>
`
)

// page is the one HTML page of the client, and what the status is when it is sent.
type page struct {
	html   []byte
	status int
}

func readPage(files fs.FS) page {
	html, err := fs.ReadFile(files, indexName)
	if err != nil {
		return page{html: []byte(notBuilt), status: http.StatusServiceUnavailable}
	}
	return page{html: html, status: http.StatusOK}
}

// send sends the page with a nonce that nobody has seen before, which lets it, and only it, add style sheets.
func (p page) send(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Security-Policy", policy("'self' 'nonce-"+nonce+"'"))
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(bytes.ReplaceAll(p.html, []byte(placeholder), []byte(nonce))) // a client that left cannot be told
	}
}

// policy is the Content-Security-Policy of the client: scripts, data and pictures come from this server only.
func policy(styles string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src " + styles,
		"img-src 'self' data:",
		"connect-src 'self'",
		"font-src 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"base-uri 'none'",
	}, "; ")
}

// protect sets the headers that every answer of the client carries.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", policy("'self'"))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}
