package images

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/internal/origin"
)

func TestAFileOfAPackageIsKnownByItsPathInTheFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, fstest.MapFS{
		"schema.yaml":                         {Data: []byte("properties: {}\n")},
		"manifest/app.yaml.template":          {Data: []byte("kind: Application\n")},
		"apptest/deployer/schema.yaml":        {Data: []byte("properties: {}\n")},
		"apptest/deployer/manifest/test.yaml": {Data: []byte("kind: Pod\n")},
	}); err != nil {
		t.Fatal(err)
	}
	source, err := OpenFolder(dir, FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for inImage, inFolder := range map[string]string{
		"data/schema.yaml":                "schema.yaml",
		"data/manifest/app.yaml.template": "manifest/app.yaml.template",
		"data-test/schema.yaml":           "apptest/deployer/schema.yaml",
		"data-test/manifest/test.yaml":    "apptest/deployer/manifest/test.yaml",
	} {
		if got, want := origin.Of(source.Files, inImage), filepath.Join(dir, inFolder); got != want {
			t.Errorf("%s is known as %s, want %s", inImage, got, want)
		}
	}
	if got := origin.Of(source.Files, "data/other"); got != "data/other" {
		t.Errorf("a file that is not there is known as %s", got)
	}
}
