package artifacts

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
)

func TestAChartIsKeptByDigestAsHelmWould(t *testing.T) {
	s := open(t, Options{Host: "store.example.com"})
	c := demoCharts(t)[0]
	ref, err := s.PutChart("apps/redis/charts", c)
	must(t, err)
	if !strings.HasPrefix(ref, "store.example.com/apps/redis/charts@sha256:") {
		t.Errorf("the reference is %s", ref)
	}
	kept, err := s.Chart(ref)
	must(t, err)
	if !bytes.Equal(kept, c.Archive) {
		t.Error("what was kept is another chart")
	}
	r, d, err := s.parse(ref)
	must(t, err)
	raw, _, err := r.manifest(d)
	must(t, err)
	for _, word := range []string{`"mediaType":"application/vnd.cncf.helm.config.v1+json"`, `"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip"`} {
		if !strings.Contains(string(raw), word) {
			t.Errorf("the manifest lacks %s: %s", word, raw)
		}
	}
	if _, err := s.Icon(ref); err == nil {
		t.Error("a chart was given for an icon")
	}
}

func TestASecondWriteOfTheSameDoesNothing(t *testing.T) {
	s := open(t, Options{})
	img, err := random.Image(1000, 2)
	must(t, err)
	first, err := s.PutImage(t.Context(), "a/deployer", img)
	must(t, err)
	before := times(t, s.dir)
	again, err := s.PutImage(t.Context(), "a/deployer", &unreadable{img})
	must(t, err)
	if first != again {
		t.Errorf("%s, then %s", first, again)
	}
	for path, written := range times(t, s.dir) {
		if !before[path].Equal(written) {
			t.Errorf("%s was written again", path)
		}
	}
}

// unreadable is an image whose layers must not be read.
type unreadable struct{ v1.Image }

func (u *unreadable) LayerByDigest(d v1.Hash) (v1.Layer, error) {
	l, err := u.Image.LayerByDigest(d)
	return &closedLayer{l}, err
}

type closedLayer struct{ v1.Layer }

func (*closedLayer) Compressed() (io.ReadCloser, error) { return nil, errors.New("it was read") }

func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	found := map[string]time.Time{}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		found[path] = info.ModTime()
		return err
	}))
	return found
}

func TestManyWriteAtATime(t *testing.T) {
	dir := t.TempDir()
	var shared [4]v1.Image
	for i := range shared {
		img, err := random.Image(50_000, 3)
		must(t, err)
		shared[i] = img
	}
	var group sync.WaitGroup
	refs := make([]string, 24)
	for i := range refs {
		s := reopen(t, dir, Options{}) // as another process
		group.Go(func() {
			var err error
			if refs[i], err = s.PutImage(context.Background(), fmt.Sprintf("app%d/deployer", i%3), shared[i%4]); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	s := reopen(t, dir, Options{})
	for i, ref := range refs {
		readWhole(t, s, ref)
		if want, _ := shared[i%4].Digest(); !strings.HasSuffix(ref, "@"+want.String()) {
			t.Errorf("%s is not %s", ref, want)
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, partialDir)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// readWhole reads all of an image, digests checked.
func readWhole(t *testing.T, s *Store, ref string) {
	t.Helper()
	img, err := s.Image(ref)
	must(t, err)
	_, err = img.ConfigFile()
	must(t, err)
	layers, err := img.Layers()
	must(t, err)
	for _, l := range layers {
		r, err := l.Compressed()
		must(t, err)
		_, err = io.Copy(io.Discard, r)
		must(t, errors.Join(err, r.Close()))
	}
}

// writerArgument makes this test program one that writes images without end, and tells of each.
const writerArgument = "write-images"

func writeImages(dir string) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	for {
		img, err := random.Image(100_000, 2)
		if err != nil {
			return err
		}
		fmt.Println("writing")
		ref, err := s.PutImage(context.Background(), "app/deployer", img)
		if err != nil {
			return err
		}
		fmt.Println(ref)
	}
}

func TestAWriterThatIsKilledLeavesNothingHalfVisible(t *testing.T) {
	program, err := os.Executable()
	must(t, err)
	dir := t.TempDir()
	var told []string
	for round := range 20 {
		told = append(told, killedWriter(t, program, dir, 1+round%5)...)
	}
	s := reopen(t, dir, Options{})
	visible, err := os.ReadDir(filepath.Join(dir, repositoryDir, "app", "deployer", manifestList))
	must(t, err)
	for _, e := range visible {
		readWhole(t, s, s.Reference("app/deployer", "sha256:"+e.Name()))
	}
	if len(told) == 0 || len(visible) < len(told) {
		t.Errorf("%d images are visible, %d were told to be written", len(visible), len(told))
	}
}

// killedWriter starts a writer, kills it after some lines, and gives the references that it told.
func killedWriter(t *testing.T, program, dir string, lines int) (refs []string) {
	t.Helper()
	cmd := exec.Command(program, writerArgument, dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	scanner := bufio.NewScanner(out)
	for range lines {
		if scanner.Scan() && strings.Contains(scanner.Text(), "@") {
			refs = append(refs, scanner.Text())
		}
	}
	// Somewhere within the next write.
	for range rand.IntN(1000) {
		_, _ = os.Stat(dir)
	}
	must(t, cmd.Process.Kill())
	_ = cmd.Wait() // it was killed
	return refs
}

func TestWhatIsDamagedIsNotGivenOut(t *testing.T) {
	s := open(t, Options{})
	c := demoCharts(t)[0]
	ref, err := s.PutChart("charts", c)
	must(t, err)
	d, err := s.blobs.putBytes(c.Archive)
	must(t, err)
	path := s.blobs.path(d)

	flipped := bytes.Clone(c.Archive)
	flipped[100] ^= 1
	must(t, os.WriteFile(path, flipped, 0o600))
	if _, err := s.Chart(ref); err == nil || !strings.Contains(err.Error(), "is damaged") || !strings.Contains(err.Error(), d.String()) {
		t.Errorf("error is %v", err)
	}

	must(t, os.WriteFile(path, c.Archive[:100], 0o600))
	if _, err := s.Chart(ref); err == nil || !strings.Contains(err.Error(), "is damaged") {
		t.Errorf("error is %v", err)
	}
	_, err = s.PutChart("charts", c)
	must(t, err)
	if kept, err := s.Chart(ref); err != nil || !bytes.Equal(kept, c.Archive) {
		t.Errorf("writing it again did not mend it: %v", err)
	}
}

func TestContentThatIsNotWhatItsDigestSaysIsRefused(t *testing.T) {
	s := open(t, Options{})
	img, err := random.Image(1000, 1)
	must(t, err)
	if _, err := s.PutImage(t.Context(), "a/deployer", &lying{img}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("error is %v", err)
	}
	if _, err := os.Stat(filepath.Join(s.dir, repositoryDir, "a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it became visible: %v", err)
	}
}

// lying is an image whose layers are others, of the same size.
type lying struct{ v1.Image }

func (l *lying) LayerByDigest(d v1.Hash) (v1.Layer, error) {
	layer, err := l.Image.LayerByDigest(d)
	return &lyingLayer{layer}, err
}

type lyingLayer struct{ v1.Layer }

func (l *lyingLayer) Compressed() (io.ReadCloser, error) {
	size, err := l.Size()
	return io.NopCloser(io.LimitReader(zeros{}, size)), err
}

func TestAnImageThatIsTooLargeIsRefused(t *testing.T) {
	s := open(t, Options{Limits: Limits{ImageBytes: 1 << 20}})
	img, err := random.Image(2<<20, 1)
	must(t, err)
	if _, err := s.PutImage(t.Context(), "a/deployer", img); err == nil || !strings.Contains(err.Error(), "more than 1 MiB") {
		t.Errorf("error is %v", err)
	}
}

func TestReferencesThatAreNoneAreRefused(t *testing.T) {
	s := open(t, Options{})
	for _, ref := range []string{"", "app", "chandler.local/app:1.0", "chandler.local/app@sha256:123", "chandler.local/../x@sha256:" + strings.Repeat("a", 64),
		"chandler.local/App@sha256:" + strings.Repeat("a", 64), "chandler.local/_content@sha256:" + strings.Repeat("a", 64), "chandler.local/app@sha512:" + strings.Repeat("a", 128)} {
		if _, err := s.Image(ref); err == nil {
			t.Errorf("%q was taken", ref)
		}
	}
	if _, err := s.Image("chandler.local/app@sha256:" + strings.Repeat("a", 64)); !errors.Is(err, ErrNotFound) {
		t.Errorf("error is %v", err)
	}
}

func TestWhatDeadWritersLeftIsCleanedUp(t *testing.T) {
	dir := t.TempDir()
	reopen(t, dir, Options{})
	old, fresh := filepath.Join(dir, partialDir, "old"), filepath.Join(dir, partialDir, "fresh")
	must(t, os.WriteFile(old, nil, 0o600))
	must(t, os.WriteFile(fresh, nil, 0o600))
	long := time.Now().Add(-25 * time.Hour)
	must(t, os.Chtimes(old, long, long))
	reopen(t, dir, Options{})
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a dead writer left is still there: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("what is being written was removed: %v", err)
	}
}
