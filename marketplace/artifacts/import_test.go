package artifacts

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"log"
	"net/http"
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
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/chandler-dev/chandler/images"
)

// foreignRegistry is a registry that packages come from.
func foreignRegistry(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func push(t *testing.T, ref string, img v1.Image) string {
	t.Helper()
	parsed, err := name.ParseReference(ref)
	must(t, err)
	must(t, remote.Write(parsed, img))
	digest, err := img.Digest()
	must(t, err)
	return digest.String()
}

// imageOf has the files in one layer.
func imageOf(t *testing.T, files map[string]string) v1.Image {
	t.Helper()
	var data bytes.Buffer
	w := tar.NewWriter(&data)
	for name, text := range files {
		must(t, w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(text))}))
		must(t, second(w.Write([]byte(text))))
	}
	must(t, w.Close())
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data.Bytes())), nil })
	must(t, err)
	img, err := mutate.AppendLayers(empty.Image, layer)
	must(t, err)
	return img
}

// envsubstPackage is a package with an image beside its deployer's.
var envsubstPackage = map[string]string{
	"data/schema.yaml": `x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.2.0
  publishedVersionMetadata: {releaseNote: First.}
  images:
    '': {properties: {image: {type: FULL}}}
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  domain: {type: string, title: Domain, pattern: '^[a-z.]+$'}
required: [name, namespace, domain]
`,
	"data/manifest/app.yaml": `apiVersion: app.k8s.io/v1beta1
kind: Application
metadata:
  name: $name
  annotations:
    marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q", "partner_name": "P"}'
spec:
  descriptor: {version: 1.2.0}
  selector: {matchLabels: {app.kubernetes.io/name: $name}}
  componentKinds: [{group: '', kind: Pod}]
---
apiVersion: v1
kind: Pod
metadata: {name: "$name-web"}
spec:
  containers:
    - {name: web, image: $image, args: ["$domain"]}
`,
}

func TestADeployerImageIsCopiedByDigest(t *testing.T) {
	from := foreignRegistry(t)
	s := open(t, Options{Host: "store.example.com", Registries: []string{from}})
	img := imageOf(t, envsubstPackage)
	digest := push(t, from+"/acme/web/deployer:1.2", img)
	b, err := s.Import(t.Context(), from+"/acme/web/deployer:1.2", "apps/web")
	must(t, err)
	want := &Built{DeployerRef: "store.example.com/apps/web/deployer@" + digest, Digest: digest, Size: b.Size, AppPrefix: from + "/acme/web",
		Source: from + "/acme/web/deployer@" + digest, Findings: Findings{Version: "1.2.0", Flavour: images.Envsubst, Schema: []byte(envsubstPackage["data/schema.yaml"]),
			Form: b.Form, Images: []string{from + "/acme/web:1.2.0"}, Warnings: b.Warnings,
			Parameters: []Parameter{{Name: "domain", Title: "Domain", Type: "string", Required: true}}}}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("built (-want +got):\n%s", diff)
	}
	if len(b.Warnings) != 1 || !strings.Contains(b.Warnings[0].Message, "no memory limit on container web") {
		t.Errorf("warnings: %v", b.Warnings)
	}
	readWhole(t, s, b.DeployerRef)

	// The tag moves; what was imported stays.
	push(t, from+"/acme/web/deployer:1.2", imageOf(t, map[string]string{"data/schema.yaml": "other"}))
	readWhole(t, s, b.DeployerRef)
}

func TestAPackageOfChandlersIsImported(t *testing.T) {
	from, s := foreignRegistry(t), open(t, Options{})
	built, err := s.Package(t.Context(), demoCharts(t)[0], PackageOptions{Repository: "apps/redis"})
	must(t, err)
	img, err := s.Image(built.DeployerRef)
	must(t, err)
	push(t, from+"/redis/deployer:1", img)
	b, err := open(t, Options{Registries: []string{from}}).Import(t.Context(), from+"/redis/deployer:1", "apps/other")
	must(t, err)
	if b.Digest != built.Digest || !b.OfChandler || b.Version != "11.3.4" {
		t.Errorf("imported %s, of Chandler: %v, version %s", b.Digest, b.OfChandler, b.Version)
	}
}

func TestImagesThatAreNoPackagesAreRefused(t *testing.T) {
	from := foreignRegistry(t)
	s := open(t, Options{Registries: []string{from, "127.0.0.1:1", "docker.io"}, Limits: Limits{ImageBytes: 1 << 20}})
	changed := func(file, old, by string) v1.Image {
		files := map[string]string{}
		for name, text := range envsubstPackage {
			files[name] = text
		}
		files[file] = strings.Replace(files[file], old, by, 1)
		return imageOf(t, files)
	}
	windows, err := mutate.ConfigFile(imageOf(t, envsubstPackage), &v1.ConfigFile{OS: "windows", RootFS: rootFS(t, imageOf(t, envsubstPackage))})
	must(t, err)
	for name, c := range map[string]struct {
		ref  string
		img  v1.Image
		want string
	}{
		"no reference":            {"Not An Image", nil, "it is not the reference of an image"},
		"a file of the server":    {"/etc/passwd", nil, "it is not"},
		"not a deployer":          {from + "/acme/web:1", imageOf(t, envsubstPackage), "it is not called deployer"},
		"not there":               {from + "/nothing/deployer:1", nil, "has no such image"},
		"no registry":             {"127.0.0.1:1/acme/deployer:1", nil, "connection refused"},
		"an empty image":          {from + "/empty/deployer:1", empty.Image, "a deployer image has its schema at /data/schema.yaml"},
		"no schema":               {from + "/a/deployer:1", imageOf(t, map[string]string{"data/x": ""}), "data/schema.yaml: not found"},
		"a schema that is none":   {from + "/b/deployer:1", imageOf(t, map[string]string{"data/schema.yaml": "a: ["}), "schema.yaml: line 1"},
		"a schema with a fault":   {from + "/c/deployer:1", changed("data/schema.yaml", "publishedVersion: 1.2.0", "publishedVersion: one"), "schema.yaml: line 4"},
		"manifests that are none": {from + "/d/deployer:1", changed("data/manifest/app.yaml", "kind: Pod\n", "kind: [\n"), "data/manifest/app.yaml"},
		"another version":         {from + "/e/deployer:1", changed("data/manifest/app.yaml", "version: 1.2.0", "version: 3.0.0"), `its spec.descriptor.version is "3.0.0"`},
		"a path that leaves it":   {from + "/f/deployer:1", imageOf(t, map[string]string{"../x": ""}), "a path that leaves the image"},
		"another system":          {from + "/g/deployer:1", windows, "it is an image for windows"},
		"too large":               {from + "/h/deployer:1", changed("data/schema.yaml", "", incompressible(2<<20)), "it has more than 1 MiB"},
		"a layer elsewhere":       {from + "/i/deployer:1", elsewhere(t, imageOf(t, envsubstPackage)), "lies elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.img != nil {
				push(t, c.ref, c.img)
			}
			_, err := s.Import(t.Context(), c.ref, "apps/"+strings.ReplaceAll(name, " ", "-"))
			var upload *UploadError
			if !errors.As(err, &upload) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
		})
	}
}

func rootFS(t *testing.T, img v1.Image) v1.RootFS {
	t.Helper()
	config, err := img.ConfigFile()
	must(t, err)
	return config.RootFS
}

// incompressible is a comment of YAML that stays as long as it is.
func incompressible(n int) string {
	state, out := uint32(1), make([]byte, n)
	for i := range out {
		state = state*1664525 + 1013904223
		out[i] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"[state>>26]
	}
	return "# " + string(out) + "\n"
}

// elsewhere adds a layer to an image that a registry somewhere else is said to have.
func elsewhere(t *testing.T, img v1.Image) v1.Image {
	t.Helper()
	layers, err := img.Layers()
	must(t, err)
	made, err := mutate.Append(empty.Image, mutate.Addendum{Layer: layers[0], MediaType: types.OCIUncompressedRestrictedLayer, URLs: []string{"http://169.254.169.254/"}})
	must(t, err)
	return made
}

func TestWhatAServerSaysThatIsNoRegistryIsNotTold(t *testing.T) {
	for _, status := range []int{200, 401, 404, 500} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte("canary of an inner network"))
		}))
		host := strings.TrimPrefix(server.URL, "http://")
		_, err := open(t, Options{Registries: []string{host}}).Import(t.Context(), host+"/acme/deployer:1", "apps/web")
		server.Close()
		var upload *UploadError
		if !errors.As(err, &upload) || strings.Contains(err.Error(), "canary") {
			t.Errorf("status %d: error is %v", status, err)
		}
	}
}

func TestOnlyNamedRegistriesAreImportedFrom(t *testing.T) {
	from := foreignRegistry(t)
	push(t, from+"/acme/web/deployer:1", imageOf(t, envsubstPackage))
	if _, err := open(t, Options{Registries: []string{"registry.example.com"}}).Import(t.Context(), from+"/acme/web/deployer:1", "apps/web"); err == nil ||
		!strings.Contains(err.Error(), "nothing is imported from "+from+" (name an image of one of these registries: registry.example.com)") {
		t.Errorf("error is %v", err)
	}
	if _, err := open(t, Options{Registries: []string{from}}).Import(t.Context(), from+"/acme/web/deployer:1", "apps/web"); err != nil {
		t.Error(err)
	}
}

func TestRegistriesAreNamedAsPeopleDo(t *testing.T) {
	if err := open(t, Options{Registries: []string{"docker.io"}}).mayPull("x", "index.docker.io"); err != nil {
		t.Error(err)
	}
	if _, err := Open(t.TempDir(), Options{Registries: []string{"https://registry.example.com"}}); err == nil {
		t.Error("an address is taken as a registry")
	}
}

// Who asks for an image may not reach what this server reaches.
func TestNothingIsAskedOfARegistryThatNobodyAllowed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("it is asked for %s", r.URL) }))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	_, err := open(t, Options{}).Import(t.Context(), host+"/acme/deployer:1", "apps/web")
	if err == nil || !strings.Contains(err.Error(), "nothing is imported from "+host) || !strings.Contains(err.Error(), "--import-from "+host) {
		t.Errorf("error is %v", err)
	}
}

func TestAFileOfTheServerIsNeverAnImage(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	must(t, os.MkdirAll(filepath.Join("local.example", "acme"), 0o755))
	must(t, images.WriteArchive(filepath.Join("local.example", "acme", "deployer"), "local.example/acme/deployer:1", imageOf(t, envsubstPackage)))
	if _, err := open(t, Options{Registries: []string{"local.example"}}).Import(t.Context(), "local.example/acme/deployer", "apps/web"); err == nil {
		t.Error("an archive on the server was imported")
	}
}
