package control

import (
	"encoding/json"
	"net/http"
)

// Source tells the current status, and a channel that is closed when it changes.
type Source func() (Status, <-chan struct{})

// Handler serves the status of a cluster: /status once, /wait at every change until the start is over.
func Handler(source Source) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		s, _ := source()
		_ = json.NewEncoder(w).Encode(s) // a client that went away needs no answer
	})
	mux.HandleFunc("GET /wait", func(w http.ResponseWriter, r *http.Request) {
		follow(w, r, source)
	})
	return mux
}

func follow(w http.ResponseWriter, r *http.Request, source Source) {
	for {
		s, changed := source()
		if json.NewEncoder(w).Encode(s) != nil || http.NewResponseController(w).Flush() != nil || s.Phase != Starting {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}
