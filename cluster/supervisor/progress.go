package supervisor

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chandler-dev/chandler/cluster/control"
)

// progress is what the supervisor tells of itself.
type progress struct {
	mu      sync.Mutex
	status  control.Status
	changed chan struct{}
}

func newProgress(startedAt time.Time) *progress {
	return &progress{
		status:  control.Status{Phase: control.Starting, StartedAt: startedAt},
		changed: make(chan struct{}),
	}
}

func (p *progress) update(change func(*control.Status)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.status)
	close(p.changed)
	p.changed = make(chan struct{})
}

// wait runs f while saying that it is being waited for.
func (p *progress) wait(what string, f func() error) error {
	p.update(func(s *control.Status) { s.Waiting = append(slices.Clone(s.Waiting), what) })
	err := f()
	if err == nil { // else it stays, as the reason
		slog.Info("there is "+what, "seconds", time.Since(p.status.StartedAt).Seconds())
		p.update(func(s *control.Status) {
			s.Waiting = slices.DeleteFunc(slices.Clone(s.Waiting), func(w string) bool { return about(w, what) })
		})
	}
	return err
}

// because says why it is still being waited for, instead of what was said before.
func (p *progress) because(what, why string) {
	p.update(func(s *control.Status) {
		s.Waiting = slices.Clone(s.Waiting)
		for i, w := range s.Waiting {
			if about(w, what) {
				s.Waiting[i] = what + " (" + why + ")"
			}
		}
	})
}

// about tells whether words are of what is waited for, with or without a reason.
func about(words, what string) bool { return words == what || strings.HasPrefix(words, what+" (") }

func (p *progress) ready() {
	p.update(func(s *control.Status) {
		s.Phase, s.Waiting = control.Ready, nil
		s.StartSeconds = float64(time.Since(s.StartedAt).Milliseconds()) / 1000
	})
}

func (p *progress) fail(err error) {
	p.update(func(s *control.Status) {
		if s.Phase == control.Starting {
			s.Phase, s.Error = control.Failed, err.Error()
		}
	})
}

func (p *progress) get() (control.Status, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status, p.changed
}
