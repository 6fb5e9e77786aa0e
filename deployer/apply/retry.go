package apply

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// How long a request is tried again. A busy or restarting server gets a minute; an internal error, which may well be
// for good (a webhook that does not answer), ten seconds, and so does a kind that is just being defined.
const (
	patienceBusy     = time.Minute
	patienceInternal = 10 * time.Second
	firstPause       = 50 * time.Millisecond
	longestPause     = 3 * time.Second
)

// retry calls do until it succeeds or its error will not pass. An answer of 429 or 5xx that says when to come back is
// obeyed. defined says that "not found" may mean that the kind is not served yet.
func retry(ctx context.Context, defined bool, do func(context.Context) error) error {
	began := time.Now()
	for next := firstPause; ; next = min(2*next, longestPause) {
		err := do(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		wait := next/2 + rand.N(next/2+1)
		if seconds, ok := apierrors.SuggestsClientDelay(err); ok {
			wait = max(wait, time.Duration(seconds)*time.Second)
		}
		if time.Since(began)+wait > patience(err, defined) {
			return err
		}
		if pause(ctx, wait) != nil {
			return err
		}
	}
}

// patience says for how long an error is worth another try.
func patience(err error, defined bool) time.Duration {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return patienceBusy // no answer at all: the connection broke
	}
	switch code := status.Status().Code; {
	case strings.Contains(status.Status().Message, "failed to create typed patch object"):
		return 0 // the object does not fit its kind, which some versions call an internal error
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable, code == http.StatusBadGateway, code == http.StatusGatewayTimeout:
		return patienceBusy
	case code >= 500, code == http.StatusConflict && !isFieldConflict(status.Status()):
		return patienceInternal
	case code == http.StatusNotFound && defined:
		return patienceInternal
	}
	return 0
}

// isFieldConflict tells the conflict with another field manager, which stays, from the one with another write.
func isFieldConflict(s metav1.Status) bool {
	if s.Details == nil {
		return false
	}
	for _, cause := range s.Details.Causes {
		if cause.Type == metav1.CauseTypeFieldManagerConflict {
			return true
		}
	}
	return false
}

// pause waits, or ends early with the context's error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
