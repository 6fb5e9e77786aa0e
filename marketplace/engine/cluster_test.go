package engine

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/schema"
)

// testApp is the image that the packages of the tests run.
const testApp = "../../verifier/testdata/testapp/images/app.tar"

var prepareOnce sync.Once

// testCluster connects to the cluster for tests, which is registered and has the test app's image.
func testCluster(t *testing.T, options ...clusters.Option) (*clusters.Cluster, clusters.Loader) {
	t.Helper()
	if os.Getenv("CHANDLER_TEST_KUBECONFIG") == "" || os.Getenv("CHANDLER_TEST_CLUSTER") == "" {
		t.Skip("no embedded cluster: set CHANDLER_TEST_KUBECONFIG and CHANDLER_TEST_CLUSTER, as make test does")
	}
	load, err := clusters.Embedded(os.Getenv("CHANDLER_TEST_CLUSTER"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(testApp); err != nil {
		t.Skip("no test images: run `make images`")
	}
	data, err := os.ReadFile(os.Getenv("CHANDLER_TEST_KUBECONFIG"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := clusters.CheckKubeconfig(data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := clusters.Connect(k, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	prepareOnce.Do(func() {
		if err := c.Register(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := load.Load(t.Context(), testApp); err != nil {
			t.Fatal(err)
		}
	})
	return c, load
}

// project makes a project of a workspace called test, and gives its name.
func project(t *testing.T, c *clusters.Cluster) string {
	t.Helper()
	namespace := "engine-" + strings.ToLower(rand.Text()[:8])
	t.Cleanup(func() {
		if err := c.RemoveProject(context.Background(), namespace, "test"); err != nil {
			t.Error(err)
		}
	})
	if err := c.PrepareProject(t.Context(), namespace, map[string]string{clusters.LabelWorkspace: "test"}); err != nil {
		t.Fatal(err)
	}
	return namespace
}

// testDeployer is the path of the deployer program.
var testDeployer = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("CHANDLER_DEPLOYER"); path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "chandler-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "deployer")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "../../cmd/deployer")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the deployer: %w: %s", err, out)
	}
	return path, nil
})

// packaged makes the deployer image of a package folder, and what installing it takes: all but who, where and with what.
func packaged(t *testing.T, dir string) InstallInput {
	t.Helper()
	binary, err := testDeployer()
	if err != nil {
		t.Fatal(err)
	}
	repository := "chandler.local/" + schema.DNS1123Name(filepath.Base(dir))
	folder, err := images.OpenFolder(dir, images.FolderOptions{Registry: repository})
	if err != nil {
		t.Fatal(err)
	}
	img, err := images.Build(t.Context(), folder, images.BuildOptions{DeployerBinary: binary})
	if err != nil {
		t.Fatal(err)
	}
	digest, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	in := InstallInput{Name: "shop", Revision: 1, Files: folder.Files}
	in.Image = Image{Reference: repository + "/deployer:" + digest.Hex[:12], OfChandler: true, Archives: []string{filepath.Join(t.TempDir(), "deployer.tar")}}
	if err := images.WriteArchive(in.Image.Archives[0], in.Image.Reference, img); err != nil {
		t.Fatal(err)
	}
	return in
}

// operator is somebody who may install into a project.
func operator(namespace string) clusters.Identity {
	return clusters.Identity{User: "olga", Namespace: namespace, Role: clusters.Operator}
}

// mustSucceed ends the test if an install did not succeed.
func mustSucceed(t *testing.T) func(*Outcome, error) *Outcome {
	t.Helper()
	return func(o *Outcome, err error) *Outcome {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if !o.Succeeded {
			t.Fatalf("it failed: %+v", o.Failure)
		}
		return o
	}
}

// jobsOf gives the names of the Jobs in a namespace.
func jobsOf(t *testing.T, c *clusters.Cluster, namespace string) []string {
	t.Helper()
	list, err := c.Platform.Typed.BatchV1().Jobs(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, j := range list.Items {
		names = append(names, j.Name)
	}
	return names
}

// secretOf gives the content of the app's Secret.
func secretOf(t *testing.T, c *clusters.Cluster, namespace string) map[string][]byte {
	t.Helper()
	s, err := c.Platform.Core.Secrets(namespace).Get(t.Context(), "shop-secret", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s.Data
}
