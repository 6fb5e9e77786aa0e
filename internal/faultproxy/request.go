package faultproxy

import (
	"net/http"
	"strings"
)

// Request is what a client asked.
type Request struct {
	// Verb is that of the API: get, list, watch, create, update, apply, patch, delete.
	Verb string
	// Path is the URL's. Resource is the plural name of the kind, Subresource what follows the object's name; both are
	// empty for requests that are not about objects: discovery, for example.
	Path, Namespace, Resource, Name, Subresource string
	// DryRun says that nothing is to be written.
	DryRun bool
	// Continued says that a list goes on where another one ended.
	Continued bool
	// Spoiled says that a rule has answered it.
	Spoiled bool
}

// Writes says whether a request is one that changes something.
func (r Request) Writes() bool {
	switch r.Verb {
	case "get", "list", "watch":
		return false
	}
	return !r.DryRun
}

// requestOf reads what a request is about from its URL: /api/v1/…, /apis/GROUP/VERSION/…, with namespaces/NAME/ before
// the resource if it is in one.
func requestOf(r *http.Request) Request {
	query := r.URL.Query()
	q := Request{Path: r.URL.Path, DryRun: query.Get("dryRun") != "", Continued: query.Get("continue") != ""}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case parts[0] == "api" && len(parts) > 2:
		parts = parts[2:]
	case parts[0] == "apis" && len(parts) > 3:
		parts = parts[3:]
	default:
		parts = nil
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		q.Namespace, parts = parts[1], parts[2:]
	}
	for i, field := range []*string{&q.Resource, &q.Name, &q.Subresource} {
		if i < len(parts) {
			*field = parts[i]
		}
	}
	q.Verb = verb(r, q, query.Get("watch"))
	return q
}

func verb(r *http.Request, q Request, watch string) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		switch {
		case watch == "true" || watch == "1":
			return "watch"
		case q.Resource != "" && q.Name == "":
			return "list"
		}
		return "get"
	case http.MethodPost:
		return "create"
	case http.MethodPut:
		return "update"
	case http.MethodPatch:
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/apply-patch") {
			return "apply"
		}
		return "patch"
	}
	return strings.ToLower(r.Method)
}
