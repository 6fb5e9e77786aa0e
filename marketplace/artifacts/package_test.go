package artifacts

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAChartBecomesADeployerImageThatKeepsItsImages(t *testing.T) {
	s := open(t, Options{Host: "store.example.com:8443"})
	charts := demoCharts(t)
	b, err := s.Package(t.Context(), charts[0], PackageOptions{Repository: "apps/redis"})
	must(t, err)
	t.Log(b.DeployerRef, b.Size, string(b.Schema))
	t.Log(b.Notes, b.Warnings)
	for _, p := range b.Parameters {
		t.Logf("%+v", p)
	}
	if diff := cmp.Diff([]string{"chandler.local/redis:7.0.15"}, b.Images); diff != "" {
		t.Error(diff)
	}
}
