package ready

import (
	"net/http"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/faultproxy"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// What a deployer lives with is proved by the package faults. This is for those who wait through a client that has no
// patience of its own.
func TestAWaitSurvivesWatchesThatAreCutAndListsThatFail(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	faulty, proxy := kubetest.Faulty(t, c)
	proxy.Add(
		faultproxy.Rule{Match: faultproxy.Verbs("list"), Times: 1, Each: true, Do: faultproxy.Page(http.StatusServiceUnavailable)},
		faultproxy.Rule{Match: faultproxy.Verbs("watch"), Times: 1, Each: true, Do: faultproxy.ErrorEvent}, // the server has forgotten the version
		faultproxy.Rule{Match: faultproxy.Verbs("watch"), Do: faultproxy.CloseAfter(300 * time.Millisecond)})
	time.AfterFunc(3*time.Second, func() {
		kubelet(t, c, ns, `{"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}`)
	})
	if f := waitFor(t, faulty, ns, unscheduled, Options{Timeout: 30 * time.Second}); f != nil {
		t.Fatal(f)
	}
	if n := len(proxy.Requests(faultproxy.Verbs("watch"))); n < 8 {
		t.Errorf("only %d watches: nothing was cut", n)
	}
}
