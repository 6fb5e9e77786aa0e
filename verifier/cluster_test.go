package verifier

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
)

// The environment in which the tests on a real cluster run.
const (
	kubeconfigVariable = "CHANDLER_TEST_KUBECONFIG" // path of a kubeconfig
	loadVariable       = "CHANDLER_TEST_LOAD"       // command that loads the image archives that are added to it
	deployerVariable   = "CHANDLER_TEST_DEPLOYER"   // path of the deployer program; built if unset
)

// testApp is the image that the packages under testdata/bad run; testerImage the one that runs test specs.
const (
	testApp     = "testdata/testapp/images/app.tar"
	testerImage = "../images/tester/images/app.tar"
)

// testTarget is the cluster for tests, with the images of the test packages on it.
func testTarget(t *testing.T) Target {
	t.Helper()
	kubeconfig, load := os.Getenv(kubeconfigVariable), strings.Fields(os.Getenv(loadVariable))
	if kubeconfig == "" || len(load) == 0 {
		t.Skipf("no cluster: set %s and %s", kubeconfigVariable, loadVariable)
	}
	for _, image := range []string{testApp, testerImage} {
		if _, err := os.Stat(image); err != nil {
			t.Skip("no test images: run `make images`")
		}
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	client, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	target := Target{Client: client, Name: "test", About: "the cluster for tests"}
	target.Load = func(ctx context.Context, archives ...string) error {
		out, err := exec.CommandContext(ctx, load[0], append(load[1:], archives...)...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
		}
		return nil
	}
	if err := loadImages(t.Context(), target); err != nil {
		t.Fatal(err)
	}
	return target
}

var loadOnce sync.Once

func loadImages(ctx context.Context, target Target) (err error) {
	loadOnce.Do(func() { err = target.Load(ctx, testApp, testerImage) })
	return err
}

// testDeployer is the path of the deployer program.
var testDeployer = sync.OnceValues(func() (string, error) {
	if path := os.Getenv(deployerVariable); path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "chandler-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "deployer")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "../cmd/deployer")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the deployer: %w: %s", err, out)
	}
	return path, nil
})

// folderSource is a package folder as what is verified.
func folderSource(t *testing.T, dir string) Source {
	t.Helper()
	binary, err := testDeployer()
	if err != nil {
		t.Fatal(err)
	}
	name := schema.DNS1123Name(filepath.Base(dir))
	prefix := "chandler.local/" + name
	folder, err := images.OpenFolder(dir, images.FolderOptions{Registry: prefix})
	if err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	prepare := func(ctx context.Context) (Image, error) {
		img, err := images.Build(ctx, folder, images.BuildOptions{DeployerBinary: binary, Title: name})
		if err != nil {
			return Image{}, err
		}
		digest, err := img.Digest()
		if err != nil {
			return Image{}, err
		}
		out := Image{Reference: prefix + "/deployer:" + digest.Hex[:12], Digest: digest.String(), OfChandler: true}
		archive := filepath.Join(scratch, "deployer.tar")
		out.Archives = append([]string{archive}, folder.ImageArchives...)
		return out, images.WriteArchive(archive, out.Reference, img)
	}
	return Source{Name: name, Flavour: folder.Flavour, Files: folder.Files, Prepare: prepare}
}
