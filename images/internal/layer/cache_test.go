package layer

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/validate"
)

func writing(text string) func(io.Writer) error {
	return func(w io.Writer) error { return WriteTar(w, []Entry{File("a", 0o644, []byte(text))}) }
}

func TestALayerIsTheSameFromMemoryAndFromTheCache(t *testing.T) {
	cached, found, err := Cache{Dir: t.TempDir(), Keep: 1}.Layer("key", writing("x"))
	must(t, err)
	memory, _, err := Cache{}.Layer("key", writing("x"))
	must(t, err)
	must(t, validate.Layer(cached))
	must(t, validate.Layer(memory))
	a, _ := cached.Digest()
	b, _ := memory.Digest()
	if a != b || found {
		t.Errorf("digests %s and %s, found %v", a, b, found)
	}
}

func TestTheCacheKeepsTheLayersUsedLast(t *testing.T) {
	c := Cache{Dir: t.TempDir(), Keep: 2}
	for i := range 4 {
		_, found, err := c.Layer(strconv.Itoa(i), writing(strconv.Itoa(i)))
		must(t, err)
		if found {
			t.Errorf("layer %d was there", i)
		}
		age(t, c, strconv.Itoa(i), time.Duration(10-i)*time.Minute)
	}
	for key, want := range map[string]bool{"0": false, "1": false, "2": true, "3": true} {
		if paths, _ := filepath.Glob(c.Dir + "/" + key + ".*"); (len(paths) == 1) != want {
			t.Errorf("layer %s: kept %v, want %v", key, paths, want)
		}
	}
}

func TestALayerThatFailsHalfwayIsNotKept(t *testing.T) {
	c := Cache{Dir: t.TempDir(), Keep: 2}
	_, _, err := c.Layer("key", func(w io.Writer) error {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1<<20))
		return errors.New("no network")
	})
	if err == nil {
		t.Error("no error")
	}
	if left, _ := os.ReadDir(c.Dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestWhatAnInterruptedRunLeftGoes(t *testing.T) {
	c := Cache{Dir: t.TempDir(), Keep: 2}
	left := filepath.Join(c.Dir, ".new-1")
	must(t, os.WriteFile(left, nil, 0o600))
	old := time.Now().Add(-2 * time.Hour)
	must(t, os.Chtimes(left, old, old))
	_, _, err := c.Layer("key", writing("x"))
	must(t, err)
	if _, err := os.Stat(left); err == nil {
		t.Error("it is still there")
	}
}

// age makes a kept layer look unused for that long.
func age(t *testing.T, c Cache, key string, by time.Duration) {
	t.Helper()
	paths, err := filepath.Glob(c.Dir + "/" + key + ".*")
	must(t, err)
	then := time.Now().Add(-by)
	must(t, os.Chtimes(paths[0], then, then))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
