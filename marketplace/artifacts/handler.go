package artifacts

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Allow says whether a request may read a repository; repository is empty for the question whether the registry is there.
// The error is the refusal, and is not shown.
type Allow func(r *http.Request, repository string) error

// Handler serves /v2/ of the distribution specification of OCI to clusters: manifests and content by digest, read only.
// It never redirects. Without allow every request is refused.
func (s *Store) Handler(allow Allow) http.Handler {
	if allow == nil {
		allow = func(*http.Request, string) error { return errors.New("nobody is allowed") }
	}
	return &handler{s, allow}
}

type handler struct {
	store *Store
	allow Allow
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Docker-Distribution-API-Version", "registry/2.0")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "UNSUPPORTED", "this registry is only read from")
		return
	}
	name, kind, id := split(r.URL.Path)
	if err := h.allow(r, name); err != nil {
		w.Header().Set("WWW-Authenticate", `Basic realm="chandler"`)
		refuse(w, http.StatusUnauthorized, "UNAUTHORIZED", "log in to read "+r.URL.Path)
		return
	}
	if name == "" {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}")) // who asked is gone
		return
	}
	h.serve(w, r, name, kind, id)
}

// serve answers for a manifest or for content of a repository.
func (h *handler) serve(w http.ResponseWriter, r *http.Request, name, kind, id string) {
	repo, err := h.store.repository(name)
	if err != nil {
		refuse(w, http.StatusNotFound, "NAME_UNKNOWN", err.Error())
		return
	}
	digest, err := hashOf(id)
	switch {
	case err != nil && kind == "manifests":
		refuse(w, http.StatusNotFound, "MANIFEST_UNKNOWN", "images are named by digest here, not by tag: "+name+"@sha256:…")
	case err != nil:
		refuse(w, http.StatusNotFound, "UNSUPPORTED", "there is nothing at "+r.URL.Path)
	case kind == "manifests":
		h.manifest(w, r, repo, digest)
	default:
		h.content(w, r, repo, digest)
	}
}

func (h *handler) manifest(w http.ResponseWriter, r *http.Request, repo repository, d v1.Hash) {
	raw, mediaType, err := repo.manifest(d)
	if err != nil {
		missing(w, err, "MANIFEST_UNKNOWN", repo.name+"@"+d.String())
		return
	}
	w.Header().Set("Content-Type", string(mediaType))
	w.Header().Set("Content-Length", fmt.Sprint(len(raw)))
	w.Header().Set("Docker-Content-Digest", d.String())
	if r.Method == http.MethodGet {
		_, _ = w.Write(raw) // who asked is gone
	}
}

// content serves a blob, or the parts of it that were asked for. Who pulls checks the digest.
func (h *handler) content(w http.ResponseWriter, r *http.Request, repo repository, d v1.Hash) {
	if !repo.has(d) {
		missing(w, ErrNotFound, "BLOB_UNKNOWN", repo.name+"@"+d.String())
		return
	}
	f, err := os.Open(h.store.blobs.path(d))
	if err != nil {
		missing(w, err, "BLOB_UNKNOWN", repo.name+"@"+d.String())
		return
	}
	defer func() { _ = f.Close() }()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Docker-Content-Digest", d.String())
	w.Header().Set("ETag", `"`+d.String()+`"`)
	http.ServeContent(w, r, "", time.Time{}, f)
}

// split reads /v2/NAME/manifests/ID and /v2/NAME/blobs/ID; name is empty for /v2/ itself.
func split(path string) (name, kind, id string) {
	path = strings.Trim(strings.TrimPrefix(path, "/v2"), "/")
	if path == "" {
		return "", "", ""
	}
	for _, kind := range []string{"manifests", "blobs"} {
		if i := strings.LastIndex(path, "/"+kind+"/"); i > 0 {
			return path[:i], kind, path[i+len(kind)+2:]
		}
	}
	return path, "", ""
}

func missing(w http.ResponseWriter, err error, code, what string) {
	if errors.Is(err, ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		refuse(w, http.StatusNotFound, code, "there is no "+what)
		return
	}
	refuse(w, http.StatusInternalServerError, "UNKNOWN", what+" cannot be read")
}

// refuse writes an error as the distribution specification has them.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	body, _ := json.Marshal(map[string]any{"errors": []map[string]string{{"code": code, "message": message}}}) // text can always be written
	_, _ = w.Write(body)                                                                                       // who asked is gone
}
