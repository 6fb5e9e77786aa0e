package images

import (
	"encoding/json"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

const ref = "chandler.local/web/deployer:1.0.0"

// testRegistry is a real registry in memory; it gives the host and port to push to.
func testRegistry(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func TestAnImageComesBackAsItWasWrittenFromEveryMedium(t *testing.T) {
	img := build(t, writeFolder(t, helmFolder))
	dir := t.TempDir()
	tests := map[string]struct {
		at    string
		write func(at string) error
	}{
		"archive":  {filepath.Join(dir, "web.tar"), func(at string) error { return WriteArchive(at, ref, img) }},
		"layout":   {filepath.Join(dir, "layout"), func(at string) error { return WriteLayout(at, ref, img) }},
		"registry": {testRegistry(t) + "/web/deployer:1.0.0", func(at string) error { return Push(t.Context(), at, img) }},
	}
	want, err := Files(img)
	must(t, err)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			must(t, test.write(test.at))
			got, err := OpenImage(t.Context(), test.at)
			must(t, err)
			must(t, validate.Image(got))
			if digest(t, got) != digest(t, img) {
				t.Errorf("digest is %s, want %s", digest(t, got), digest(t, img))
			}
			files, err := Files(got)
			must(t, err)
			if diff := cmp.Diff(contents(t, want), contents(t, files)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatLiesOnDiskCanBePushed(t *testing.T) {
	img := build(t, writeFolder(t, envsubstFolder))
	path := filepath.Join(t.TempDir(), "web.tar")
	must(t, WriteArchive(path, ref, img))
	kept, err := OpenImage(t.Context(), path)
	must(t, err)
	at := testRegistry(t) + "/web/deployer:1.0.0"
	must(t, Push(t.Context(), at, kept))
	got, err := OpenImage(t.Context(), at)
	must(t, err)
	if digest(t, got) != digest(t, img) {
		t.Error("another digest")
	}
}

func TestAnArchiveNamesItsImageForContainerd(t *testing.T) {
	tests := map[string]string{ref: ref, "web": "docker.io/library/web:latest"}
	for given, want := range tests {
		path := filepath.Join(t.TempDir(), "web.tar")
		must(t, WriteArchive(path, given, build(t, writeFolder(t, envsubstFolder))))
		entries, err := indexTar(path)
		must(t, err)
		raw, err := readAll(entries, "index.json")
		must(t, err)
		var index v1.IndexManifest
		must(t, json.Unmarshal(raw, &index))
		if got := index.Manifests[0].Annotations["io.containerd.image.name"]; got != want {
			t.Errorf("%s is named %s, want %s", given, got, want)
		}
	}
}

func TestAnArchiveOfDockerSaveIsRead(t *testing.T) {
	img := build(t, writeFolder(t, envsubstFolder))
	tag, err := name.NewTag(ref)
	must(t, err)
	path := filepath.Join(t.TempDir(), "docker.tar")
	must(t, tarball.WriteToFile(path, tag, img))
	got, err := OpenImage(t.Context(), path)
	must(t, err)
	files, err := Files(got)
	must(t, err)
	if contents(t, files)["data/manifest/app.yaml"] == "" {
		t.Errorf("files are %v", contents(t, files))
	}
}

func TestOfAnImageForSeveralPlatformsTheOneForThisMachineIsTaken(t *testing.T) {
	mine, other := build(t, writeFolder(t, envsubstFolder)), build(t, writeFolder(t, helmFolder))
	here, elsewhere := platform(), v1.Platform{OS: "linux", Architecture: "s390x"}
	inner := mutate.AppendManifests(empty.Index,
		mutate.IndexAddendum{Add: other, Descriptor: v1.Descriptor{Platform: &elsewhere}},
		mutate.IndexAddendum{Add: mine, Descriptor: v1.Descriptor{Platform: &here}})
	dir := filepath.Join(t.TempDir(), "layout")
	_, err := layout.Write(dir, mutate.AppendManifests(empty.Index, mutate.IndexAddendum{Add: inner}))
	must(t, err)
	got, err := OpenImage(t.Context(), dir)
	must(t, err)
	if digest(t, got) != digest(t, mine) {
		t.Error("it is the other one")
	}
}

func TestALayoutKeepsOneImageOfEachName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "layout")
	must(t, WriteLayout(dir, ref, build(t, writeFolder(t, envsubstFolder))))
	second := build(t, writeFolder(t, helmFolder))
	must(t, WriteLayout(dir, ref, second))
	got, err := OpenImage(t.Context(), dir)
	must(t, err)
	if digest(t, got) != digest(t, second) {
		t.Error("it is the first one")
	}
	must(t, WriteLayout(dir, "chandler.local/other:1", second))
	if _, err := OpenImage(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "2 images") {
		t.Errorf("error is %v", err)
	}
}

func TestAnArchiveThatHoldsTheSameAlreadyIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "web.tar")
	steps := []struct {
		folder map[string]string
		ref    string
		want   bool
	}{{envsubstFolder, ref, true}, {envsubstFolder, ref, false}, {envsubstFolder, ref + "-1", true}, {helmFolder, ref + "-1", true}}
	for n, s := range steps {
		written, err := UpdateArchive(path, s.ref, build(t, writeFolder(t, s.folder)))
		must(t, err)
		if written != s.want {
			t.Errorf("step %d: written is %v", n+1, written)
		}
	}
}

func TestWhatIsNoImageIsRefusedWithTheReason(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte(content), 0o644))
		return path
	}
	empty := filepath.Join(dir, "empty")
	must(t, os.Mkdir(empty, 0o755))
	host := testRegistry(t)
	tests := map[string]string{
		"Not A Reference":                        "is not an image reference",
		empty:                                    "is a folder, but not an OCI layout",
		file("text.tar", "hello"):                "is not an image archive",
		file("nothing.tar", ""):                  "is not an image archive: it is empty",
		file("packed.tar.gz", "\x1f\x8b\x08xxx"): "is compressed; unpack it first",
		file("other.tar", string(tarOf(t, map[string]string{"a": "a"}, header("a")))):                   "neither index.json (OCI) nor manifest.json",
		file("none.tar", string(tarOf(t, map[string]string{"index.json": "{}"}, header("index.json")))): "it holds no image",
		file("odd.tar", string(tarOf(t, map[string]string{"index.json": "{"}, header("index.json")))):   "read the index",
		host + "/none:1": "has no such image",
		"/dev/null":      "neither a file nor a folder",
	}
	for given, want := range tests {
		_, err := OpenImage(t.Context(), given)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want %q", given, err, want)
		}
	}
}

func TestAnArchiveThatIsDamagedIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "web.tar")
	must(t, WriteArchive(path, ref, build(t, writeFolder(t, envsubstFolder))))
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, []byte(strings.Replace(string(data), "65532:65532", "0:0\"     ,\"", 1)), 0o644))
	img, err := OpenImage(t.Context(), path)
	must(t, err)
	if _, err := img.ConfigFile(); err == nil || !strings.Contains(err.Error(), "is damaged") {
		t.Errorf("error is %v", err)
	}
}

func TestAReferenceThatDoesNotParseIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	img := build(t, writeFolder(t, envsubstFolder))
	path := filepath.Join(t.TempDir(), "web.tar")
	for _, err := range []error{WriteArchive(path, "A b", img), WriteLayout(path, "A b", img), Push(t.Context(), "A b", img)} {
		if err == nil || !strings.Contains(err.Error(), `"A b" is not an image reference`) {
			t.Errorf("error is %v", err)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("something was written")
	}
}
