package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chandler-dev/chandler/cluster/imagefile"
)

// testImage is the name of the image of testapp.
const testImage = "chandler.local/e2e/testapp:1"

// program builds testapp once.
var program = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "testapp-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "testapp")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./testapp")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func image(t *testing.T, name string) imagefile.Image {
	t.Helper()
	return imagefile.Image{
		Name: name, Entrypoint: []string{"/testapp"},
		Files: []imagefile.File{{Name: "testapp", Data: must[[]byte](t)(program())}},
	}
}

// archive writes the test image as an OCI archive and returns its path.
func archive(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "image.tar")
	if err := os.WriteFile(path, must[[]byte](t)(imagefile.Archive(image(t, testImage))), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// layout writes the test image as an OCI layout folder and returns its path.
func layout(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	for _, f := range must[[]imagefile.File](t)(imagefile.Layout(image(t, name))) {
		path := filepath.Join(folder, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
