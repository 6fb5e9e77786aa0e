package marketplace

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// nginx is the folder of the package whose deployer image is uploaded; nginxNumber its version.
const (
	nginx       = "../examples/nginx"
	nginxNumber = "1.22.1"
)

// TestTheLifeOfAnAppFromADeployerImage uploads a deployer image by a tag of a registry, and goes on with what that tag meant
// then, while it means something else by now.
func TestTheLifeOfAnAppFromADeployerImage(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	from := otherRegistry(t)
	tag := from + "/acme/nginx/deployer:latest"
	loadNginx(t, from+"/acme/nginx")
	digest := pushImage(t, tag, deployerImage(t, nginx, from+"/acme/nginx"))
	c := config(t)
	c.ImportFrom = []string{from}
	p := settle(t, c, text)
	isv := p.admin.add(p.url, "isv", domain.PlatformRegular, domain.WorkspaceAdmin)

	first := isv.uploadReference(tag)
	moved := pushImage(t, tag, deployerImage(t, raised(t, nginx, nginxNumber, "1.22.2"), from+"/acme/nginx"))
	kept := first.Package
	if kept.Digest != digest || !strings.HasSuffix(kept.Deployer, "/deployer@"+digest) || first.Number != nginxNumber || kept.Kind != domain.DeployerImage {
		t.Errorf("version %s, a %s, is kept as %s by the digest %s, not as %s", first.Number, kept.Kind, kept.Deployer, kept.Digest, digest)
	}
	isv.release(p.admin, first)
	if diff := cmp.Diff(kept, first.Package); diff != "" {
		t.Errorf("the package of the version has changed (-uploaded +released):\n%s", diff)
	}

	var shown store.List[api.StoreApp]
	user{client.New(p.url), t}.do(http.MethodGet, "/store/apps", nil, &shown)
	if shown.Total != 1 {
		t.Errorf("the store shows %d apps, not the one that was released", shown.Total)
	}
	var form api.VersionForm
	isv.do(http.MethodGet, "/versions/"+first.ID+"/form", nil, &form)
	values := form.Defaults
	values["greeting"] = "Good day from the store"
	id := isv.install(p.project, "web", first, values)
	running := isv.mustRun(id)
	if running.Number != nginxNumber {
		t.Errorf("version %s runs", running.Number)
	}
	if got := p.page(t, "web"); !strings.Contains(got, "Good day from the store") {
		t.Errorf("on the cluster it greets with %q", got)
	}
	if job := p.deployer(t, "web-deployer-r1"); !strings.HasSuffix(job, "/deployer@"+digest) {
		t.Errorf("what was installed is %s", job)
	}
	isv.do(http.MethodDelete, fmt.Sprintf("/instances/%s?revision=%d", id, running.Revision), nil, nil)
	isv.mustGo(id)

	second := &api.Version{}
	if err := isv.SendForm(t.Context(), "/apps/"+first.App+"/versions", map[string]string{"image": tag}, second); err != nil {
		t.Fatal(err)
	}
	if second.Number != "1.22.2" || second.Package.Digest != moved {
		t.Errorf("uploaded anew, the tag is version %s, %s", second.Number, second.Package.Digest)
	}
}

// TestReferencesThatWillNotDoAreRefused says of each what to do.
func TestReferencesThatWillNotDoAreRefused(t *testing.T) {
	t.Parallel()
	from, unnamed := otherRegistry(t), otherRegistry(t)
	c := config(t)
	c.ImportFrom = []string{from}
	_, signedIn := start(t, c)
	admin := user{signedIn, t}
	admin.do(http.MethodPost, "/workspaces", map[string]any{"name": demo.Workspace, "title": "Demo"}, nil)
	deployer := deployerImage(t, "../verifier/testdata/good/constraints-unmet", from+"/acme/web")
	pushImage(t, from+"/acme/web/deployer:1", deployer)
	pushImage(t, from+"/acme/web:1", deployer)
	pushImage(t, unnamed+"/acme/web/deployer:1", deployer)
	pushImage(t, from+"/acme/plain/deployer:1", empty.Image)
	for reference, want := range map[string]struct{ message, cure string }{
		unnamed + "/acme/web/deployer:1": {"nothing is imported from " + unnamed, "one of these registries: " + from},
		from + "/acme/web:1":             {"it is not called deployer", "REGISTRY/REPOSITORY/deployer:TAG"},
		from + "/acme/plain/deployer:1":  {"data/schema.yaml: not found", "a deployer image has its schema at /data/schema.yaml"},
		from + "/acme/web/deployer:2":    {"its registry has no such image", "the spelling and the tag"},
		from + "/acme/other/deployer:1":  {"its registry has no such image", "the spelling and the tag"},
		"https://registry/deployer:1":    {"it is not the reference of an image", "REGISTRY/REPOSITORY/deployer:TAG"},
	} {
		for _, path := range []string{"/workspaces/" + demo.Workspace + "/apps", "/workspaces/" + demo.Workspace + "/packages/check"} {
			mustBeRefusedFor(t, admin.SendForm(t.Context(), path, map[string]string{"image": reference}, nil), want.message, want.cure)
		}
	}
	var apps store.List[api.App]
	admin.do(http.MethodGet, "/apps", nil, &apps)
	if apps.Total != 0 {
		t.Errorf("%d apps came of it", apps.Total)
	}
}

// mustBeRefusedFor holds a refusal to naming the field of the reference, what is wrong with it, and what to do.
func mustBeRefusedFor(t *testing.T, err error, message, cure string) {
	t.Helper()
	var p *client.Problem
	if !errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity || len(p.Errors) == 0 {
		t.Errorf("want a refusal, got %v", err)
		return
	}
	if p.Errors[0].Location != "body.image" || !strings.Contains(p.Detail, message) || !strings.Contains(p.Hint, cure) {
		t.Errorf("it is refused at %s: %s (%s)\nwant: %s (… %s …)", p.Errors[0].Location, p.Detail, p.Hint, message, cure)
	}
}

// otherRegistry is one that is not the store's; its name is HOST:PORT.
func otherRegistry(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// deployerImage is that of a package folder, whose app's images are at prefix.
func deployerImage(t *testing.T, dir, prefix string) v1.Image {
	t.Helper()
	program, err := deployerProgram()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := images.OpenFolder(dir, images.FolderOptions{Registry: prefix})
	if err != nil {
		t.Fatal(err)
	}
	img, err := images.Build(t.Context(), folder, images.BuildOptions{DeployerBinary: program})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// pushImage pushes an image and gives its digest.
func pushImage(t *testing.T, reference string, img v1.Image) string {
	t.Helper()
	if err := images.Push(t.Context(), reference, img); err != nil {
		t.Fatal(err)
	}
	digest, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return digest.String()
}

// raised is a package folder with another version.
func raised(t *testing.T, dir, number, to string) string {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"schema.yaml", "manifest/application.yaml"} {
		path := filepath.Join(copied, file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, bytes.ReplaceAll(text, []byte(number), []byte(to)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return copied
}

// loadNginx puts the images of the app and of its test on the cluster under the names that they have at prefix.
func loadNginx(t *testing.T, prefix string) {
	t.Helper()
	dir := t.TempDir()
	load := strings.Fields(os.Getenv("CHANDLER_TEST_LOAD"))
	for file, name := range map[string]string{"app.tar": prefix, "tester.tar": prefix + "/tester"} {
		path := filepath.Join(nginx, "images", file)
		if _, err := os.Stat(path); err != nil {
			t.Skip("no images: run `make images`")
		}
		img, err := images.OpenImage(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		renamed := filepath.Join(dir, file)
		if err := images.WriteArchive(renamed, name+":"+nginxNumber, img); err != nil {
			t.Fatal(err)
		}
		load = append(load, renamed)
	}
	if out, err := exec.CommandContext(t.Context(), load[0], load[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// uploadReference uploads a deployer image as a new app, and gives its version.
func (u user) uploadReference(reference string) *api.Version {
	u.t.Helper()
	var app api.App
	if err := u.SendForm(u.t.Context(), "/workspaces/"+demo.Workspace+"/apps", map[string]string{"image": reference}, &app); err != nil {
		u.t.Fatal(err)
	}
	return u.firstVersion(app.ID)
}

// page is the front page of nginx on the cluster.
func (p *place) page(t *testing.T, name string) string {
	t.Helper()
	m, err := p.cluster.Platform.Typed.CoreV1().ConfigMaps(p.project).Get(t.Context(), name+"-pages", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return m.Data["index.html"]
}

// deployer is the image of a deployer's Job.
func (p *place) deployer(t *testing.T, job string) string {
	t.Helper()
	j, err := p.cluster.Platform.Typed.BatchV1().Jobs(p.project).Get(t.Context(), job, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return j.Spec.Template.Spec.Containers[0].Image
}
