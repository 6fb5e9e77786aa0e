package images

import (
	"archive/tar"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

func TestTheSamePackageGivesTheSameDigestWhateverItsTimesAndModes(t *testing.T) {
	first := writeFolder(t, helmFolder)
	second := writeFolder(t, helmFolder)
	old := time.Unix(1e9, 0)
	must(t, os.Chtimes(filepath.Join(second, "schema.yaml"), old, old))
	must(t, os.Chmod(filepath.Join(second, "chart/web/Chart.yaml"), 0o600))
	if a, b := digest(t, build(t, first)), digest(t, build(t, second)); a != b {
		t.Errorf("digests %s and %s", a, b)
	}
}

func TestADeployerImageHasTheFilesOfTheContract(t *testing.T) {
	img := build(t, writeFolder(t, envsubstFolder))
	must(t, validate.Image(img))
	want := map[string]string{
		"bin/": "drwxr-xr-x", "bin/deployer": "-rwxr-xr-x", "bin/deploy.sh": "-> deployer", "bin/deploy_with_tests.sh": "-> deployer",
		"usr/": "drwxr-xr-x", "usr/bin": "-> ../bin", "tmp/": "dtrwxrwxrwx", "etc/": "drwxr-xr-x", "etc/passwd": "-rw-r--r--", "etc/group": "-rw-r--r--", "etc/nsswitch.conf": "-rw-r--r--",
		"data/": "drwxr-xr-x", "data/schema.yaml": "-rw-r--r--", "data/manifest/": "drwxr-xr-x", "data/manifest/app.yaml": "-rw-r--r--", "data-test/": "drwxr-xr-x",
	}
	got := map[string]string{}
	layers, err := img.Layers()
	must(t, err)
	for _, l := range layers {
		eachEntry(t, l, func(h *tar.Header) {
			got[h.Name] = h.FileInfo().Mode().String()
			if h.Linkname != "" {
				got[h.Name] = "-> " + h.Linkname
			}
			if h.Uid != 0 || h.Gid != 0 || !h.ModTime.Equal(time.Unix(0, 0)) {
				t.Errorf("%s is of %d:%d at %s", h.Name, h.Uid, h.Gid, h.ModTime)
			}
		})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	config, err := img.ConfigFile()
	must(t, err)
	if c := config.Config; c.User != "65532:65532" || len(c.Entrypoint) != 1 || c.Entrypoint[0] != "/bin/deploy.sh" {
		t.Errorf("config is %+v", c)
	}
	if config.Architecture != "amd64" || config.OS != "linux" {
		t.Errorf("platform is %s", config.Platform())
	}
}

func TestLabelsAndTheMarketplaceAnnotationAreSetWhenGiven(t *testing.T) {
	src, err := OpenFolder(writeFolder(t, envsubstFolder), FolderOptions{})
	must(t, err)
	img, err := Build(t.Context(), src, BuildOptions{DeployerBinary: staticProgram(t), CacheDir: t.TempDir(),
		Title: "web", Version: "1.2.3", ServiceName: "web.example", Labels: map[string]string{"a": "b"}})
	must(t, err)
	config, err := img.ConfigFile()
	must(t, err)
	want := map[string]string{"org.opencontainers.image.title": "web", "org.opencontainers.image.version": "1.2.3", "a": "b"}
	if diff := cmp.Diff(want, config.Config.Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	manifest, err := img.Manifest()
	must(t, err)
	if got := manifest.Annotations[ServiceAnnotation]; got != "services/web.example" {
		t.Errorf("annotation is %q", got)
	}
}

func TestTheBaseLayerIsMadeOnceAndAgainWhenItsCacheIsDamaged(t *testing.T) {
	src, err := OpenFolder(writeFolder(t, envsubstFolder), FolderOptions{})
	must(t, err)
	o := BuildOptions{DeployerBinary: staticProgram(t), CacheDir: filepath.Join(t.TempDir(), "layers")}
	build := func() (string, string) {
		img, err := Build(t.Context(), src, o)
		must(t, err)
		must(t, validate.Image(img))
		kept, err := filepath.Glob(o.CacheDir + "/*")
		must(t, err)
		if len(kept) != 1 {
			t.Fatalf("cache has %v", kept)
		}
		return digest(t, img), kept[0]
	}
	first, path := build()
	before, err := os.Stat(path)
	must(t, err)
	again, _ := build()
	after, err := os.Stat(path)
	must(t, err)
	if first != again || !os.SameFile(before, after) {
		t.Error("the layer was made again")
	}
	must(t, os.WriteFile(path, []byte("damaged"), 0o644))
	if repaired, _ := build(); repaired != first {
		t.Errorf("digest is %s, was %s", repaired, first)
	}
}

func TestADeployerBinaryThatCannotRunInTheImageIsRefused(t *testing.T) {
	text := filepath.Join(t.TempDir(), "script")
	must(t, os.WriteFile(text, []byte("#!/bin/sh\n"), 0o755))
	tests := map[string]string{text: "is not a Linux program", filepath.Join(t.TempDir(), "none"): "no such file"}
	if _, err := os.Stat("/bin/true"); err == nil && runtime.GOOS == "linux" {
		tests["/bin/true"] = "linked dynamically"
	}
	for binary, want := range tests {
		src, err := OpenFolder(writeFolder(t, envsubstFolder), FolderOptions{})
		must(t, err)
		_, err = Build(t.Context(), src, BuildOptions{DeployerBinary: binary, CacheDir: t.TempDir()})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want %q", binary, err, want)
		}
	}
}

// eachEntry calls f with every entry of a layer.
func eachEntry(t *testing.T, l v1.Layer, f func(h *tar.Header)) {
	t.Helper()
	r, err := l.Uncompressed()
	must(t, err)
	defer func() { _ = r.Close() }()
	for tr := tar.NewReader(r); ; {
		h, err := tr.Next()
		if err == io.EOF {
			return
		}
		must(t, err)
		f(h)
	}
}
