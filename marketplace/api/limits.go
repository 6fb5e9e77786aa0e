package api

import (
	"net/http"
	"sync"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// What somebody who has not signed in may send: names and secrets, in so many bytes, within so much time.
const (
	maxStrangerBytes = 16 << 10
	strangerTime     = 20 * time.Second
)

// strangers bounds what is read of who has not signed in. An upload is refused before it is read: all of them need an
// account.
func (s *Server) strangers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if principal(r.Context()).User != "" || r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		if limitOf(r) == maxUploadBytes {
			w.Header().Set("Connection", "close") // what is on its way is not read
			s.refuse(w, r, principal(r.Context()).May(domain.ManageOwn, domain.Object{}))
			return
		}
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(strangerTime)) // not every writer has one
		r.Body = http.MaxBytesReader(w, r.Body, maxStrangerBytes)
		next.ServeHTTP(w, r)
	})
}

// maxListeners is how many streams of events a user, or a network of people who have not signed in, may have open. One
// that also watches a cluster counts as several.
const (
	maxListeners = 200
	weightOfLive = 10
)

// listeners counts streams of events that are open, by who reads them.
type listeners struct {
	mutex sync.Mutex
	open  map[string]int
}

// admit takes one more; leave gives its place back. The error says that there are too many.
func (l *listeners) admit(p *domain.Principal, in *eventsIn) (leave func(), err error) {
	who, weight := "user "+p.User, 1
	if in.Live != "" {
		weight = weightOfLive
	}
	if p.User == "" {
		who = "network " + auth.Network(p.Address)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.open[who]+weight > maxListeners {
		return nil, &domain.Error{Kind: domain.TooMany, Code: "too-many-listeners", Message: "there are too many streams of events of yours", Hint: "close pages that you do not look at"}
	}
	if l.open == nil {
		l.open = map[string]int{}
	}
	l.open[who] += weight
	return func() { l.leave(who, weight) }, nil
}

func (l *listeners) leave(who string, weight int) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.open[who] -= weight; l.open[who] == 0 {
		delete(l.open, who)
	}
}
