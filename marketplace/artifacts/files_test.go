package artifacts

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/images"
)

func TestTheFilesOfAChartAndOfAPackageAreShown(t *testing.T) {
	s := open(t, Options{})
	c := demoCharts(t)[1]
	chart, err := s.PutChart("apps/redis/charts", c)
	must(t, err)
	b, err := s.Package(t.Context(), c, PackageOptions{Repository: "apps/redis"})
	must(t, err)
	for ref, want := range map[string][]string{
		chart:         {"Chart.yaml", "templates/metrics.yaml", "values.yaml"},
		b.DeployerRef: {"data/schema.yaml", "data/chart/Chart.yaml", "data/chart/templates/application.yaml"},
	} {
		for range 2 { // read, and remembered
			files, err := s.Files(t.Context(), ref)
			must(t, err)
			for _, path := range want {
				i := slices.IndexFunc(files, func(f File) bool { return f.Path == path })
				if i < 0 || files[i].Size == 0 {
					t.Errorf("%s has no %s: %v", ref, path, files)
				}
				text, err := s.Text(t.Context(), ref, path)
				must(t, err)
				if text.Text == "" || text.Binary || text.Truncated {
					t.Errorf("%s is %+v", path, text)
				}
			}
		}
	}
	if _, err := s.Text(t.Context(), chart, "../Chart.yaml"); !errors.Is(err, ErrNotFound) {
		t.Errorf("error is %v", err)
	}
}

func TestBinaryAndLongFilesAreNotShownWhole(t *testing.T) {
	long := strings.Repeat("ü", MaxTextBytes)
	for name, c := range map[string]struct {
		data string
		want Text
	}{
		"a zero byte": {"a\x00b", Text{Size: 3, Binary: true}},
		"no UTF-8":    {"a\xff", Text{Size: 2, Binary: true}},
		"long":        {"x" + long, Text{Size: 1 + 2*MaxTextBytes, Truncated: true, Text: "x" + long[:MaxTextBytes-2]}},
		"nothing":     {"", Text{}},
	} {
		if got := *textOf("", []byte(c.data)); got != c.want {
			t.Errorf("%s: size %d, binary %v, truncated %v, %d bytes of text", name, got.Size, got.Binary, got.Truncated, len(got.Text))
		}
	}
}

func TestAnArchiveHasTheImageUnderItsReference(t *testing.T) {
	s := open(t, Options{})
	b, err := s.Package(t.Context(), demoCharts(t)[0], PackageOptions{Repository: "apps/redis"})
	must(t, err)
	path, err := s.Archive(t.Context(), b.DeployerRef)
	must(t, err)
	before := times(t, s.dir)
	again, err := s.Archive(t.Context(), b.DeployerRef)
	must(t, err)
	if again != path || !times(t, s.dir)[path].Equal(before[path]) {
		t.Errorf("it was written again: %s, then %s", path, again)
	}
	img, err := images.OpenImage(t.Context(), path)
	must(t, err)
	if digest, err := img.Digest(); err != nil || digest.String() != b.Digest {
		t.Errorf("the archive has %s, want %s: %v", digest, b.Digest, err)
	}
}

func TestOnlyTheLatestPackagesAreRemembered(t *testing.T) {
	r := newRecent(25)
	for _, key := range []string{"a", "b", "c"} {
		r.put(key, mapOf(10))
		r.get("a")
	}
	_, a := r.get("a")
	_, b := r.get("b")
	_, c := r.get("c")
	if !a || b || !c {
		t.Errorf("remembered: a %v, b %v, c %v", a, b, c)
	}
}

func mapOf(n int) fstest.MapFS { return fstest.MapFS{"x": {Data: make([]byte, n)}} }
