package apply

import (
	"net/http"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/faultproxy"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// What a deployer lives with is proved by the package faults. This is for those who apply through a client that has no
// patience of its own.
func TestABusyServerIsGivenTimeAndNothingIsLost(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	faulty, proxy := kubetest.Faulty(t, c)
	proxy.Add(
		faultproxy.Rule{Match: faultproxy.Writes, Times: 1, Each: true, Do: faultproxy.Busy(time.Second)},
		faultproxy.Rule{Match: faultproxy.Writes, Times: 1, Each: true, Do: faultproxy.Page(http.StatusBadGateway)},
		faultproxy.Rule{Match: faultproxy.Writes, Times: 1, Each: true, Do: faultproxy.Status(500, metav1.StatusReasonInternalError, "no etcd")},
		faultproxy.Rule{Match: faultproxy.Writes, Times: 1, Each: true, Do: faultproxy.CutAfter},
		faultproxy.Rule{Match: faultproxy.Writes, Times: 2, Each: true, Do: faultproxy.Conflict})
	applied, err := Apply(t.Context(), faulty, kubetest.Objects(t, twoObjects), Options{Namespace: ns})
	if err != nil || len(applied) != 2 {
		t.Fatalf("%d applied, %v", len(applied), err)
	}
	if n := len(proxy.Requests(faultproxy.Writes)); n != 2*7 {
		t.Errorf("%d writes for two objects, each of which fails six times", n)
	}
}
