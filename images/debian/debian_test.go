package debian

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

func TestTheUpstreamVersionIsWithoutEpochAndRevision(t *testing.T) {
	tests := map[string]string{"5:7.0.15-1~deb12u10": "7.0.15", "1.22.1-9+deb12u10": "1.22.1", "1:1.35.0-4+deb12u1+b1": "1.35.0", "1.2.3+dfsg-1": "1.2.3", "2.0": "2.0", "": ""}
	for version, want := range tests {
		if got := Upstream(version); got != want {
			t.Errorf("Upstream(%q) is %q, want %q", version, got, want)
		}
	}
}

func TestAptsAnswersAreRead(t *testing.T) {
	names := packageNames([]byte("redis-server\n  Depends: redis-tools\n  PreDepends: x\n <virtual>\n |Depends: <debconf-2.0>\nredis-tools\n<debconf-2.0>\nredis-server\n"))
	if diff := cmp.Diff([]string{"redis-server", "redis-tools"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	got := candidates([]byte("a:\n  Installed: (none)\n  Candidate: 5:1.0-1\n  Version table:\n     1.0 500\nb:\n  Installed: 1\n  Candidate: (none)\n  Version table:\nc:\n  Installed: 1\n  Candidate: 2\n"))
	if diff := cmp.Diff(Versions{"a": "5:1.0-1", "c": "2"}, got); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
}

func TestARecipeWithWordsItDoesNotKnowIsRefused(t *testing.T) {
	tests := map[string]string{
		"packages: [a]\nimages: [{name: x}]\npackage: b\n": "line 3: field package not found",
		"packages: [a]\n":                                         "needs packages and images",
		"images: [{name: x}]\n":                                   "needs packages and images",
		"packages: [a]\nimages: [{users: {x: y}}]\n":              "line 2",
		"packages: [a]\nimages: [{files: [{mode: rw-r--r--}]}]\n": "line 2",
		"packages:\n\t- a\n":                                      "line 2",
		"":                                                        "images.yaml",
	}
	for data, want := range tests {
		_, err := Parse("images.yaml", []byte(data))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error is %v, want %q", data, err, want)
		}
	}
}

func TestWhatABuildLeavesBehindIsNotInTheImage(t *testing.T) {
	var in, out bytes.Buffer
	tw := tar.NewWriter(&in)
	for _, name := range []string{"./", "./dev/", "./dev/null", "./etc/apt/sources.list", "./var/cache/apt/lock", "./var/lib/apt/lists/lock", "./usr/bin/a"} {
		must(t, tw.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Uname: "root"}))
	}
	must(t, tw.WriteHeader(&tar.Header{Name: "./usr/bin/b", Typeflag: tar.TypeLink, Linkname: "./usr/bin/a"}))
	must(t, tw.Close())
	must(t, copyTar(&out, &in))
	var got []string
	for tr := tar.NewReader(&out); ; {
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		must(t, err)
		got = append(got, strings.TrimSpace(h.Name+" "+h.Linkname+" "+h.Uname))
	}
	if diff := cmp.Diff([]string{"usr/bin/a", "usr/bin/b usr/bin/a"}, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestTheCertificatesOfAuthoritiesAreJoined(t *testing.T) {
	var in, out bytes.Buffer
	tw := tar.NewWriter(&in)
	for _, f := range [][2]string{{"./usr/share/ca-certificates/mozilla/b.crt", "second\n"}, {"./usr/share/ca-certificates/mozilla/a.crt", "first"}, {"./etc/other.crt", "none"}} {
		must(t, tw.WriteHeader(&tar.Header{Name: f[0], Mode: 0o644, Size: int64(len(f[1]))}))
		_, err := tw.Write([]byte(f[1]))
		must(t, err)
	}
	must(t, tw.Close())
	must(t, copyTar(&out, &in))
	for tr := tar.NewReader(&out); ; {
		h, err := tr.Next()
		must(t, err) // the end is not reached
		if h.Name != "etc/ssl/certs/ca-certificates.crt" {
			continue
		}
		if got, err := io.ReadAll(tr); err != nil || string(got) != "first\nsecond\n" {
			t.Errorf("the certificates are %q, %v", got, err)
		}
		return
	}
}

func TestAnImageNeedsTheFilesItsRecipeNames(t *testing.T) {
	_, err := Image{Files: []File{{Path: "/a", From: "b"}}}.entries(fstest.MapFS{})
	if err == nil || !strings.Contains(err.Error(), "read the file for /a: open b") {
		t.Errorf("error is %v", err)
	}
}

func TestAMachineWithoutAptSourcesIsToldSo(t *testing.T) {
	if _, err := aptSources(t.TempDir()); err == nil || !strings.Contains(err.Error(), "apt has no sources") {
		t.Errorf("error is %v", err)
	}
}

func TestAPackageThatAptDoesNotKnowIsNamed(t *testing.T) {
	needs(t, "apt-cache")
	_, err := Resolve(t.Context(), []string{"no-such-package-chandler"})
	if err == nil || !strings.Contains(err.Error(), "no-such-package-chandler") || !strings.Contains(err.Error(), "apt-get update") {
		t.Errorf("error is %v", err)
	}
}

// The real thing, with the network: a small package, twice, each time with a cache of its own.
func TestAnImageOfDebianPackagesIsReproducibleAndRuns(t *testing.T) {
	needs(t, "mmdebstrap")
	recipe, err := Parse("images.yaml", []byte("packages: [busybox-static]\nimages:\n- users: {app: 100}\n  links: {/bin/hello: busybox}\n  files: [{path: /etc/motd, from: motd, mode: 0o600, owner: 100}]\n"))
	must(t, err)
	versions, err := Resolve(t.Context(), recipe.Packages)
	must(t, err)
	first := buildOnce(t, recipe, versions)
	must(t, validate.Image(first))
	a, err := first.Digest()
	must(t, err)
	b, err := buildOnce(t, recipe, versions).Digest()
	must(t, err)
	if a != b {
		t.Errorf("digests %s and %s", a, b)
	}
	busybox, status := fileOf(t, first, "bin/busybox", "usr/bin/busybox"), fileOf(t, first, "var/lib/dpkg/status")
	if !bytes.Contains(status, []byte("Package: busybox-static")) || !bytes.Contains(status, []byte("Status: install ok installed")) {
		t.Errorf("dpkg's status is %q", status)
	}
	path := filepath.Join(t.TempDir(), "busybox")
	must(t, os.WriteFile(path, busybox, 0o755))
	if out, err := exec.CommandContext(t.Context(), path, "echo", "hello").CombinedOutput(); err != nil || string(out) != "hello\n" {
		t.Errorf("it says %q, %v", out, err)
	}
}

// buildOnce builds the recipe's first image without what was cached before, and again from the cache.
func buildOnce(t *testing.T, recipe *Recipe, versions Versions) v1.Image {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	_, found, err := Packages(t.Context(), recipe, versions)
	must(t, err)
	if found {
		t.Error("the layer was there before it was made")
	}
	l, found, err := Packages(t.Context(), recipe, versions)
	must(t, err)
	if !found {
		t.Error("the layer was made again")
	}
	img, err := Build(l, recipe.Images[0], "1.0.0", fstest.MapFS{"motd": {Data: []byte("hi\n")}})
	must(t, err)
	return img
}

// fileOf reads the file that has one of these names.
func fileOf(t *testing.T, img v1.Image, names ...string) []byte {
	t.Helper()
	layers, err := img.Layers()
	must(t, err)
	r, err := layers[0].Uncompressed()
	must(t, err)
	defer func() { _ = r.Close() }()
	for tr := tar.NewReader(r); ; {
		h, err := tr.Next()
		must(t, err)
		for _, name := range names {
			if h.Name == name && h.Typeflag == tar.TypeReg {
				data, err := io.ReadAll(tr)
				must(t, err)
				return data
			}
		}
	}
}

// needs skips a test on a machine without a program.
func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("there is no %s on this machine", program)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
