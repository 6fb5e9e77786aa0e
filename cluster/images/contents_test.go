package images

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/cluster/imagefile"
)

func TestAnImageIsNamedAsTheKubeletAsksForIt(t *testing.T) {
	for name, want := range map[string]string{
		"chandler.local/nginx:1.22.1": "chandler.local/nginx:1.22.1",
		"nginx:1":                     "docker.io/library/nginx:1",
		"bitnami/redis":               "docker.io/bitnami/redis:latest",
		"localhost:5000/a/b:2":        "localhost:5000/a/b:2",
		"ghcr.io/a/b@sha256:" + strings.Repeat("a", 64): "ghcr.io/a/b@sha256:" + strings.Repeat("a", 64),
	} {
		if got, err := canonical(name); err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", name, got, err, want)
		}
	}
	if _, err := canonical("No Name"); err == nil {
		t.Error("a name with a space is accepted")
	}
}

func TestATagAloneBelongsToTheGivenRepository(t *testing.T) {
	for _, test := range []struct{ annotation, given, want string }{
		{"1.0", "", ""},
		{"1.0", "example.com/app:2", "example.com/app:1.0"},
		{"example.com/app:1.0", "", "example.com/app:1.0"},
		{"", "example.com/app:2", ""},
	} {
		if got := full(test.annotation, test.given); got != test.want {
			t.Errorf("%q with %q: got %q, want %q", test.annotation, test.given, got, test.want)
		}
	}
}

func TestContentsOfDockerArchives(t *testing.T) {
	hex := strings.Repeat("ab", 32)
	for _, config := range []string{hex + ".json", "sha256:" + hex, "blobs/sha256/" + hex} {
		entries, err := dockerEntries([]byte(`[{"Config":"`+config+`","RepoTags":["nginx:1","nginx:2"]}]`), "")
		if err != nil || len(entries) != 2 || entries[1].Reference != "docker.io/library/nginx:2" || entries[0].Config.Encoded() != hex {
			t.Errorf("%s: %v, %v", config, entries, err)
		}
	}
}

func TestAnImageWithoutANameIsRefusedUnlessOneIsGiven(t *testing.T) {
	layout, err := imagefile.Layout(imagefile.Image{Files: []imagefile.File{{Name: "f", Data: []byte("x")}}})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, f := range layout {
		path := filepath.Join(folder, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := contents(folder, ""); err == nil || !strings.Contains(err.Error(), "--reference") {
		t.Errorf("got %v", err)
	}
	entries, err := contents(folder, "app:1")
	if err != nil || len(entries) != 1 || entries[0].Reference != "docker.io/library/app:1" {
		t.Errorf("got %v, %v", entries, err)
	}
}

func TestWhatHoldsNoImageIsRefused(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text.tar")
	if err := os.WriteFile(text, []byte("not a tar"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, text, filepath.Join(folder, "absent")} {
		if _, err := contents(path, ""); err == nil {
			t.Errorf("%s is accepted", path)
		}
	}
}

func TestANameInTheArchiveIsKeptWhateverIsGiven(t *testing.T) {
	entries, err := dockerEntries([]byte(`[{"Config":"c.json","RepoTags":["example.com/app:1"]}]`), "other:2")
	if err != nil || entries[0].Reference != "example.com/app:1" {
		t.Errorf("got %v, %v", entries, err)
	}
}
