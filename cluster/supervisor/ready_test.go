package supervisor

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestANodeIsReadyOnceItHasReportedSinceTheStart(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 400_000_000, time.UTC)
	ready := func(second int) []corev1.NodeCondition {
		at := v1.NewTime(time.Date(2026, 1, 2, 3, 4, second, 0, time.UTC)) // the API has whole seconds
		return []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, LastHeartbeatTime: at}}
	}
	for name, test := range map[string]struct {
		conditions []corev1.NodeCondition
		taints     []corev1.Taint
		want       string
	}{
		"no report at all":           {want: "the kubelet has not reported"},
		"kept from before":           {conditions: ready(4), want: "the kubelet has not reported since the start"},
		"in the second of the start": {conditions: ready(5)},
		"after the start":            {conditions: ready(7)},
		"with a taint":               {conditions: ready(7), taints: []corev1.Taint{{Key: "node.kubernetes.io/not-ready"}}, want: "it has the taint node.kubernetes.io/not-ready"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &Supervisor{order: Order{StartedAt: start}}
			node := &corev1.Node{Spec: corev1.NodeSpec{Taints: test.taints}, Status: corev1.NodeStatus{Conditions: test.conditions}}
			if got := s.notReady(node); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
