package faults

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/faultproxy"
)

// until is a match that ends some time after its first request.
func until(d time.Duration, match faultproxy.Match) faultproxy.Match {
	start := sync.OnceValue(time.Now)
	return func(r faultproxy.Request) bool { return match(r) && time.Since(start()) < d }
}

func TestADeployerSurvives(t *testing.T) {
	tests := map[string]struct {
		rules   []faultproxy.Rule
		spoiled int
		lasts   time.Duration // of the fault, in the long run: the app is not ready before
	}{
		"429 with Retry-After for a minute":    {[]faultproxy.Rule{{Match: until(lasting(3*time.Second, time.Minute), faultproxy.Any), Do: faultproxy.Busy(time.Second)}}, 3, time.Minute},
		"429 without Retry-After now and then": {[]faultproxy.Rule{{Match: faultproxy.Any, Share: 0.3, Do: faultproxy.Busy(0)}}, 30, 0},
		"half of all answers 5xx for a minute": {[]faultproxy.Rule{
			{Match: until(lasting(5*time.Second, time.Minute), faultproxy.Any), Share: 0.25, Do: faultproxy.Status(500, metav1.StatusReasonInternalError, "etcdserver: request timed out")},
			{Match: until(lasting(5*time.Second, time.Minute), faultproxy.Any), Share: 0.33, Do: faultproxy.Page(502)}}, 30, time.Minute},
		"503 from a load balancer":                    {[]faultproxy.Rule{{Match: faultproxy.Any, Share: 0.3, Do: faultproxy.Page(503)}}, 30, 0},
		"connections cut before the server has heard": {[]faultproxy.Rule{{Match: faultproxy.Any, Share: 0.2, Do: faultproxy.CutBefore}}, 20, 0},
		"connections cut before the answer is there":  {[]faultproxy.Rule{{Match: faultproxy.Any, Share: 0.2, Do: faultproxy.CutAfter}}, 20, 0},
		"the answer to every write lost once":         {[]faultproxy.Rule{{Match: faultproxy.Writes, Times: 1, Each: true, Do: faultproxy.CutAfter}}, objects, 0},
		"the answer to the making of the lock lost":   {[]faultproxy.Rule{{Match: faultproxy.All(faultproxy.Of("leases"), faultproxy.Verbs("create")), Times: 1, Do: faultproxy.CutAfter}}, 1, 0},
		"answers that end in the middle":              {[]faultproxy.Rule{{Match: faultproxy.Any, Share: 0.2, Do: faultproxy.Truncate}}, 20, 0},
		"slow answers":                                {[]faultproxy.Rule{{Match: faultproxy.Any, Share: 0.3, Do: faultproxy.Delay(200 * time.Millisecond)}}, 30, 0},
		"a conflict on every object, twenty times":    {[]faultproxy.Rule{{Match: faultproxy.Writes, Times: 20, Each: true, Do: faultproxy.Conflict}}, 20 * objects, 0},
		"lists and watches that are told 410":         {[]faultproxy.Rule{{Match: faultproxy.Verbs("list", "watch"), Share: 0.5, Do: faultproxy.Expired}}, 2, 0},
		"watches that end with an error":              {[]faultproxy.Rule{{Match: faultproxy.Verbs("watch"), Times: 3, Each: true, Do: faultproxy.ErrorEvent}}, 6, 0},
		"every kind of request refused as too much":   {[]faultproxy.Rule{{Match: faultproxy.Any, Times: 1, Each: true, Do: faultproxy.Busy(time.Second)}}, objects, 0},
		"credentials that are refused for a moment":   {[]faultproxy.Rule{{Match: until(2*time.Second, faultproxy.Any), Do: faultproxy.Unauthorized}}, 2, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := begin(t)
			x.proxy.Add(test.rules...)
			x.play = func() { time.AfterFunc(lasting(0, test.lasts), x.makeReady) }
			began := time.Now()
			if err := x.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			t.Logf("took %s", time.Since(began).Round(10*time.Millisecond))
			x.spoiled(test.spoiled)
			x.converged()
		})
	}
}

func TestADeployerSurvivesWatchesThatAreCutEverySecond(t *testing.T) {
	t.Parallel()
	x := begin(t)
	x.proxy.Add(faultproxy.Rule{Match: faultproxy.Verbs("watch"), Do: faultproxy.CloseAfter(time.Second)})
	x.play = func() { time.AfterFunc(lasting(5*time.Second, 30*time.Second), x.makeReady) }
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.spoiled(12)
	x.converged()
}

func TestADeployerReadsItsTokenAnewWhenItHasExpired(t *testing.T) {
	t.Parallel()
	x := begin(t)
	rotate := sync.OnceFunc(x.renewToken)
	x.proxy.Add(faultproxy.Rule{Match: faultproxy.Writes, Skip: 20, Times: 10, Do: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		rotate()
		faultproxy.Unauthorized(w, r, next)
	}})
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.spoiled(10)
	x.converged()
}

func TestAnAPIServerThatIsGoneForGoodIsToldAndEndsTheRun(t *testing.T) {
	t.Parallel()
	if !long {
		t.Skip("takes three minutes: see make faults")
	}
	x := begin(t)
	x.proxy.Add(faultproxy.Rule{Match: faultproxy.Writes, Skip: 30, Do: faultproxy.Page(http.StatusServiceUnavailable)})
	began := time.Now()
	err := x.run(t.Context())
	var f *event.Failure
	if !errors.As(err, &f) || f.Object == nil || f.Reason != "ServiceUnavailable" || !strings.Contains(f.Hint, "Run the deployer again") {
		t.Errorf("%+v", err)
	}
	t.Logf("after %s: %v", time.Since(began).Round(time.Second), err)
	if told := x.heard(event.Waiting); !strings.Contains(told, "the API server answers 503 Service Unavailable") {
		t.Errorf("told:\n%s", told)
	}
	x.proxy.Clear()
	if err := x.run(t.Context()); err != nil { // it is back
		t.Fatal(err)
	}
	x.converged()
}
