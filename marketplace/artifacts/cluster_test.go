package artifacts

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// cluster is the one for tests, if it takes image archives, with the images of Redis.
func cluster(t *testing.T) verifier.Target {
	t.Helper()
	client := kubetest.Connect(t)
	load := strings.Fields(os.Getenv("CHANDLER_TEST_LOAD"))
	app := filepath.Join("..", "..", "examples", "redis", "images", "app.tar")
	if _, err := os.Stat(app); err != nil || len(load) == 0 || os.Getenv("CHANDLER_DEPLOYER") == "" {
		t.Skip("no images to test with: run `make images`, and set CHANDLER_TEST_LOAD and CHANDLER_DEPLOYER, as make test does")
	}
	target := verifier.Target{Client: client, Name: "test", About: "the cluster for tests"}
	target.Load = func(ctx context.Context, archives ...string) error {
		out, err := exec.CommandContext(ctx, load[0], append(load[1:], archives...)...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
		}
		return nil
	}
	must(t, target.Load(t.Context(), app))
	return target
}

// source is a package of the store, as the verifier takes it: by digest, out of an archive.
func source(t *testing.T, s *Store, b *Built) verifier.Source {
	t.Helper()
	files, err := s.PackageFiles(t.Context(), b.DeployerRef)
	must(t, err)
	return verifier.Source{Name: b.DeployerRef, Flavour: b.Flavour, Files: files, Prepare: func(ctx context.Context) (verifier.Image, error) {
		archive, err := s.Archive(ctx, b.DeployerRef)
		return verifier.Image{Reference: b.DeployerRef, Digest: b.Digest, Size: b.Size, AppPrefix: b.AppPrefix, OfChandler: b.OfChandler, Archives: []string{archive}}, err
	}}
}

func TestAPackageOfAChartPassesItsVerification(t *testing.T) {
	target := cluster(t)
	s := open(t, Options{})
	for i, c := range demoCharts(t) {
		b, err := s.Package(t.Context(), c, PackageOptions{Repository: "apps/redis"})
		must(t, err)
		var parameters map[string]any
		if i == 1 {
			parameters = map[string]any{"metrics.enabled": true}
		}
		found, err := verifier.Verify(t.Context(), verifier.Options{Source: source(t, s, b), Target: target, Parameters: parameters, Logs: t.TempDir()})
		must(t, err)
		if found.Verdict != report.Passed {
			t.Errorf("%s %s: %+v", c.Name, c.Version, found)
		}
	}
}

func TestAnInstanceIsUpgradedToTheNextVersionOfItsChart(t *testing.T) {
	target := cluster(t)
	s := open(t, Options{})
	namespace := kubetest.Namespace(t, target.Client)
	for i, c := range demoCharts(t) {
		b, err := s.Package(t.Context(), c, PackageOptions{Repository: "apps/redis"})
		must(t, err)
		found, err := verifier.Install(t.Context(), verifier.InstallOptions{Source: source(t, s, b), Target: target, Name: "cache", Namespace: namespace,
			Parameters: map[string]any{"maxmemory": "64mb"}, Logs: t.TempDir()})
		must(t, err)
		if found.Verdict != report.Passed {
			t.Fatalf("%s %s: %+v", c.Name, c.Version, found)
		}
		config, err := target.Client.Core.ConfigMaps(namespace).Get(t.Context(), "cache", metav1.GetOptions{})
		must(t, err)
		if text := config.Data["redis.conf"]; !strings.Contains(text, "maxmemory 64mb") || !strings.Contains(text, []string{"noeviction", "allkeys-lru"}[i]) {
			t.Errorf("the settings of %s are %s", c.Version, text)
		}
	}
}
