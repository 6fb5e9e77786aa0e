package apply

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube"
)

// patienceRace is how long others may write to an object at the same time, and a kind that is just being defined may
// take to be served. Who lost a race need not wait for long: it is not the server that is busy.
const (
	patienceRace = 10 * time.Second
	racePause    = 40 * time.Millisecond
)

// retry calls do until it succeeds or its error will not pass. An answer of 429 or 5xx that says when to come back is
// obeyed. defined says that "not found" may mean that the kind is not served yet. What a patient client has tried for
// long enough is not tried again.
func retry(ctx context.Context, defined bool, do func(context.Context) error) error {
	began := time.Now()
	for next := kube.FirstPause; ; next = min(2*next, kube.LongestPause) {
		err := do(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if apierrors.IsConflict(err) {
			next = min(next, racePause)
		}
		wait := next/2 + rand.N(next/2+1)
		if seconds, ok := apierrors.SuggestsClientDelay(err); ok {
			wait = max(wait, time.Duration(seconds)*time.Second)
		}
		// less the longest pause, within which of the end a patient client gives up: it would begin anew
		if time.Since(began)+wait > patience(ctx, err, defined)-kube.LongestPause {
			return err
		}
		if kube.Pause(ctx, wait) != nil {
			return err
		}
	}
}

// patience says for how long an error is worth another try.
func patience(ctx context.Context, err error, defined bool) time.Duration {
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) {
		return kube.PatienceBusy // no answer at all: the connection broke
	}
	status := answer.Status()
	switch {
	case status.Code == http.StatusConflict && !isFieldConflict(status), status.Code == http.StatusNotFound && defined:
		return patienceRace
	}
	return kube.PatienceIn(ctx, int(status.Code), status.Message)
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
