package ready

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestAWaitSurvivesWatchesThatAreCutAndListsThatFail(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	var watches, failed atomic.Int32
	faulty := kubetest.Through(t, c, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.URL.Query().Get("watch") == "" {
			if failed.Add(1)%3 == 0 {
				http.Error(w, "overloaded", http.StatusServiceUnavailable)
				return
			}
			next.ServeHTTP(w, r)
			return
		}
		if watches.Add(1)%4 == 0 { // the server has forgotten the version
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprint(w, `{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410}}`)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), 300*time.Millisecond)
		defer cancel()
		defer func() { _ = recover() }() // the proxy aborts an answer that is cut
		next.ServeHTTP(w, r.WithContext(ctx))
	})
	time.AfterFunc(3*time.Second, func() {
		kubelet(t, c, ns, `{"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}`)
	})
	if f := waitFor(t, faulty, ns, unscheduled, Options{Timeout: 30 * time.Second}); f != nil {
		t.Fatal(f)
	}
	if watches.Load() < 8 {
		t.Errorf("only %d watches: nothing was cut", watches.Load())
	}
}
