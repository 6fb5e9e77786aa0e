package apply

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestABusyServerIsGivenTimeAndNothingIsLost(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	var writes atomic.Int32
	busy := kubetest.Through(t, c, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPatch {
			switch writes.Add(1) % 3 {
			case 1:
				w.Header().Set("Retry-After", "1")
				http.Error(w, "busy", http.StatusTooManyRequests)
				return
			case 2:
				http.Error(w, "restarting", http.StatusInternalServerError)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
	began := time.Now()
	applied, err := Apply(t.Context(), busy, kubetest.Objects(t, twoObjects), Options{Namespace: ns})
	if err != nil || len(applied) != 2 {
		t.Fatalf("%d applied, %v", len(applied), err)
	}
	if took := time.Since(began); took < time.Second || took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	if !strings.HasPrefix(applied[0].GetName(), "c") {
		t.Errorf("first %s", applied[0].Ref())
	}
}
