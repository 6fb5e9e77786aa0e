package demo_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/demo"
)

func TestTheSampleChartsAreTakenAndTheSameEachTime(t *testing.T) {
	first, err := demo.Charts()
	must(t, err)
	second, err := demo.Charts()
	must(t, err)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error("packed twice, they differ")
	}
	versions := map[string]string{}
	for _, p := range first {
		c, err := artifacts.CheckChart(t.Context(), bytes.NewReader(p.Data), artifacts.Limits{})
		must(t, err)
		versions[p.File] = c.Name + " " + c.Version
		for _, check := range c.Checklist {
			if !check.Present && check.File != "charts/" {
				t.Errorf("%s lacks %s", p.File, check.File)
			}
		}
		if len(c.Warnings) > 0 {
			t.Errorf("%s: %v", p.File, c.Warnings)
		}
	}
	if diff := cmp.Diff(map[string]string{"redis-11.3.4.tgz": "redis 11.3.4", "redis-12.0.0.tgz": "redis 12.0.0"}, versions); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
}

func TestTheSampleIconIsTaken(t *testing.T) {
	data, err := demo.Icon()
	must(t, err)
	icon, err := artifacts.DecodeIcon(data)
	must(t, err)
	if icon.Width != artifacts.MaxIconSide || icon.Height != artifacts.MaxIconSide {
		t.Errorf("%d × %d pixels", icon.Width, icon.Height)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
