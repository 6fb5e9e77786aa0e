package kube

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"k8s.io/client-go/rest"
)

// Patient gives the cluster as NewCore does, seen through a client that lives with faults: a request that is refused
// as too much, answered with 5xx or not at all, or cut off in the middle is made again for as long as Patience says, at
// the pace that the server asks for; what it is answered then is the answer. Creations, which cannot be repeated, are
// made again only where the server has not begun with them. A request whose answer does not come is given up after
// answerTimeout. ctx ends the requests that have no context of their own: those of discovery. tell, which may be nil, is
// called now and then while the server makes us wait, with its words; calls do not overlap.
func (c *Client) Patient(ctx context.Context, tell func(string)) (*Client, error) {
	patient, _, err := newCore(c.Config, func(next http.RoundTripper) http.RoundTripper {
		return &patient{next: next, base: ctx, tell: tell}
	})
	return patient, err
}

// patient is a RoundTripper that tries again.
type patient struct {
	next http.RoundTripper
	base context.Context
	tell func(string)

	mutex sync.Mutex
	told  time.Time
	away  time.Time // when the server last did not answer
}

// tellAfter is how long a request has to wait until somebody is told, and the time between two tellings.
const tellAfter = 5 * time.Second

// RoundTrip implements http.RoundTripper.
func (p *patient) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		defer func() { _ = request.Body.Close() }() // every attempt has a copy of its own
	}
	if request.Context().Done() == nil {
		request = request.WithContext(ending{Context: p.base, values: request.Context()})
	}
	ctx, began := request.Context(), time.Now()
	for next := FirstPause; ; next = min(2*next, LongestPause) {
		if err := admit(request); err != nil {
			return nil, err
		}
		a := p.attempt(request)
		patience := max(a.patience(request), p.rights(a, began))
		if patience == 0 || ctx.Err() != nil {
			return a.response, a.err
		}
		wait := max(next/2+rand.N(next/2+1), a.retryAfter())
		if time.Since(began)+wait > patience || tooLate(ctx, wait) {
			return a.last(time.Since(began))
		}
		p.say(time.Since(began)+wait, a)
		if Pause(ctx, wait) != nil {
			return a.last(time.Since(began))
		}
	}
}

// ending is a context with the end of one and the values of another.
type ending struct {
	context.Context
	values context.Context
}

// Value gives a value of the other context.
func (e ending) Value(key any) any { return e.values.Value(key) }

// tooLate says that a context ends before a wait does: the answer that is there says more than the end.
func tooLate(ctx context.Context, wait time.Duration) bool {
	deadline, has := ctx.Deadline()
	return has && time.Until(deadline) < wait
}

// justBack is how long after it has been away a server may not know everybody's rights yet.
const justBack = 30 * time.Second

// rights is the patience with a refusal of a server that has been away, for a request that began at a time.
func (p *patient) rights(a attempt, began time.Time) time.Duration {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if a.err != nil || a.response.StatusCode > http.StatusInternalServerError {
		p.away = time.Now()
	}
	if a.err != nil || a.response.StatusCode != http.StatusForbidden || p.away.IsZero() {
		return 0
	}
	return max(0, p.away.Add(justBack).Sub(began))
}

// say tells why a request waits.
func (p *patient) say(waits time.Duration, a attempt) {
	if p.tell == nil || waits < tellAfter {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if time.Since(p.told) >= tellAfter {
		p.told = time.Now()
		p.tell(a.words())
	}
}

// retryAfter is the pause that the server asks for; 0 if it asks for none.
func (a attempt) retryAfter() time.Duration {
	if a.response == nil {
		return 0
	}
	seconds, err := strconv.Atoi(a.response.Header.Get("Retry-After"))
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// last is the answer when patience is at its end. It does not ask to come back any more, and an error does not look like
// a broken connection: the clients above would try all of it again.
func (a attempt) last(after time.Duration) (*http.Response, error) {
	if a.err != nil {
		return nil, fmt.Errorf("no answer within %s: %s", after.Round(time.Second), a.err.Error())
	}
	a.response.Header.Del("Retry-After")
	return a.response, nil
}

// words say what stands in the way.
func (a attempt) words() string {
	if a.err != nil {
		return "the API server does not answer (" + a.err.Error() + ")"
	}
	words := fmt.Sprintf("the API server answers %d %s", a.response.StatusCode, http.StatusText(a.response.StatusCode))
	if message := a.statusMessage(); message != "" {
		words += ": " + message
	}
	return words
}

// Pause waits, or ends early with the context's error.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// httpClient makes the HTTP client of a configuration. wrap, which may be nil, goes around its transport, credentials
// included: a request that is made again then has the token of that time.
func httpClient(config *rest.Config, wrap func(http.RoundTripper) http.RoundTripper) (*http.Client, error) {
	shared, err := rest.HTTPClientFor(config)
	if err != nil || wrap == nil {
		return shared, err
	}
	own := *shared
	if own.Transport == nil {
		own.Transport = http.DefaultTransport
	}
	own.Transport = wrap(own.Transport)
	return &own, nil
}
