package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

func TestAnAppIsDrawnAsATreeWithTheReasonBesideWhatIsNotReady(t *testing.T) {
	a := AppStatus{Name: "shop", Version: "1.2.0", Namespace: "prod", Phase: "Failed",
		Conditions: []AppCondition{
			{Type: "Assembled", Status: "False", Reason: "CrashLoopBackOff", Message: "wait: Pod/web-1 does not stay up\x1b[31m"},
			{Type: "Tested", Status: "True"},
		},
		Objects: []*ObjectStatus{
			{Ref: kube.Ref{Kind: "ConfigMap", Name: "settings"}, State: There},
			{Ref: kube.Ref{Kind: "Deployment", Name: "web"}, State: NotReady, Message: "0 of 1 replicas are available: Pod/web-1 container web exited 1\x1b[31m",
				Failure: &event.Failure{Hint: "See its log."},
				Owns:    []*ObjectStatus{{Ref: kube.Ref{Kind: "ReplicaSet", Name: "web"}, State: NotReady, Message: "0 of 1 replicas are ready"}}},
			{Ref: kube.Ref{Kind: "Service", Name: "web"}, State: Ready},
		},
		NotOwned: []*ObjectStatus{{Ref: kube.Ref{Kind: "PersistentVolumeClaim", Name: "data"}, State: Leaving}},
	}
	var b strings.Builder
	if err := a.WriteText(&b, false); err != nil {
		t.Fatal(err)
	}
	want := `shop 1.2.0   namespace prod   phase Failed   not ready
Assembled   False   CrashLoopBackOff: wait: Pod/web-1 does not stay up
Tested      True

├─ ConfigMap/settings
├─ Deployment/web               not ready   0 of 1 replicas are available: Pod/web-1 container web exited 1
│                               See its log.
│  └─ ReplicaSet/web            not ready   0 of 1 replicas are ready
└─ Service/web                  ready

not owned, stays when the app is removed:
└─ PersistentVolumeClaim/data   being deleted
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("the drawing (-want +got):\n%s", diff)
	}
}
