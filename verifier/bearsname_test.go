package verifier

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/verifier/inventory"
)

func TestAnObjectOfAnotherReleaseOfTheSameChartIsNotTheApps(t *testing.T) {
	for _, c := range []struct {
		name   string
		labels map[string]string
		want   bool
	}{
		{"named", map[string]string{"app.kubernetes.io/name": "redis"}, true},
		{"named, its own release", map[string]string{"app.kubernetes.io/name": "redis", "app.kubernetes.io/instance": "redis"}, true},
		{"named, another release", map[string]string{"app.kubernetes.io/name": "redis", "app.kubernetes.io/instance": "second"}, false},
		{"another name", map[string]string{"app.kubernetes.io/name": "nginx", "app.kubernetes.io/instance": "redis"}, false},
		{"no labels", nil, false},
	} {
		item := inventory.Item{Meta: metav1.ObjectMeta{Labels: c.labels}}
		if got := bearsName(item, "redis"); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
