package schema

import "testing"

func TestAVersionLiesInARange(t *testing.T) {
	for _, c := range []struct {
		within, version string
		want            bool
	}{
		{">=1.18.1", "v1.36.3", true},
		{">=1.18.1", "v1.18.0", false},
		{">1.11", "v1.12.0", true},
		{">=1.33.5", "v1.33.5-gke.100", true},
		{">=1.33.5", "v1.33.5-eks-3025e55", true},
		{">=1.36.3", "v1.36.3+k3s1", true},
		{">=1.34", "v1.33.5-gke.100", false},
		{"<1.34", "v1.33.5-gke.100", true},
		{">=1.28 <1.34", "v1.34.0", false},
		{">=1.28, <1.34", "v1.30.1", true},
		{"1.29 - 1.31", "v1.31.9", true},
		{"1.29 - 1.31", "v1.32.0", false},
		{"1.30.x || 1.32.x", "v1.32.4", true},
		{"~1.31.2", "v1.31.1", false},
		{"^1.20", "v1.36.3", true},
		{"1.30", "v1.30.7", true},
		{"v1.30", "v1.30.7", true},
		{"*", "v1.36.3-gke.1", true},
		{">=1.33.5-gke.100", "v1.33.5-gke.99", false},
		{">=1.33.5-gke.100", "v1.33.5-gke.1000", true},
		{">=1.33.5-gke.100", "v1.34.0-gke.1", true},
	} {
		t.Run(c.within+" of "+c.version, func(t *testing.T) {
			r, err := ParseVersionRange(c.within)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := r.Contains(c.version); err != nil || got != c.want {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
		})
	}
}

func TestWhatIsNoRangeOrNoVersionIsSaid(t *testing.T) {
	for _, text := range []string{"", "latest", "1.30+", ">=", "1.2.3.4"} {
		if _, err := ParseVersionRange(text); err == nil {
			t.Errorf("%q was taken for a range", text)
		}
	}
	r, err := ParseVersionRange(">=1.30")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Contains("unknown"); err == nil {
		t.Error("unknown was taken for a version")
	}
}
