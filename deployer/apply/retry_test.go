package apply

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/internal/kube"
)

var things = schema.GroupResource{Resource: "things"}

func TestErrorsThatPassAreTriedAgain(t *testing.T) {
	fieldConflict := apierrors.NewConflict(things, "x", errors.New("another manager"))
	fieldConflict.ErrStatus.Details.Causes = []metav1.StatusCause{{Type: metav1.CauseTypeFieldManagerConflict}}
	tests := map[string]struct {
		err     error
		defined bool
		want    time.Duration // for how long
	}{
		"too many requests":              {apierrors.NewTooManyRequests("busy", 1), false, kube.PatienceBusy},
		"no answer":                      {errors.New("connection refused"), false, kube.PatienceBusy},
		"unavailable":                    {apierrors.NewServiceUnavailable("starting"), false, kube.PatienceBusy},
		"an internal error":              {apierrors.NewInternalError(errors.New("etcd is away")), false, kube.PatienceBusy},
		"a webhook that does not answer": {apierrors.NewInternalError(errors.New("failed calling webhook")), false, kube.PatienceWebhook},
		"another write at the same time": {apierrors.NewConflict(things, "x", errors.New("modified")), false, patienceRace},
		"a kind that is not served yet":  {apierrors.NewNotFound(things, "x"), true, patienceRace},
		"a kind that is not there":       {apierrors.NewNotFound(things, "x"), false, 0},
		"a field of another manager":     {fieldConflict, false, 0},
		"no right":                       {apierrors.NewForbidden(things, "x", errors.New("no")), false, 0},
		"an object that does not fit":    {apierrors.NewInternalError(errors.New("failed to create typed patch object")), false, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, calls := time.Now(), 0
				err := retry(t.Context(), test.defined, func(context.Context) error { calls++; return test.err })
				took := time.Since(began)
				if !errors.Is(err, test.err) || took > test.want || took < test.want-2*kube.LongestPause || calls > 1 != (test.want > 0) {
					t.Errorf("%d calls in %s, want %s; %v", calls, took, test.want, err)
				}
			})
		})
	}
}

func TestAServerThatSaysWhenToComeBackIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, calls := time.Now(), 0
		err := retry(t.Context(), false, func(context.Context) error {
			if calls++; calls == 1 {
				return apierrors.NewTooManyRequests("busy", 7)
			}
			return nil
		})
		if took := time.Since(began); err != nil || took != 7*time.Second {
			t.Errorf("came back after %s, %v", took, err)
		}
	})
}

func TestATryEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err := retry(ctx, false, func(context.Context) error { return errors.New("connection refused") })
		if took := time.Since(began); err == nil || took > time.Second {
			t.Errorf("ended after %s: %v", took, err)
		}
	})
}

func TestTwentyConflictsInARowAreOutlasted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, calls := time.Now(), 0
		err := retry(t.Context(), false, func(context.Context) error {
			if calls++; calls <= 20 {
				return apierrors.NewConflict(things, "x", errors.New("modified"))
			}
			return nil
		})
		if took := time.Since(began); err != nil || took > 3*time.Second {
			t.Errorf("%d calls in %s, %v", calls, took, err)
		}
	})
}
