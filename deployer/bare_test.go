package deployer

import (
	"errors"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/schema"
)

const bareSchema = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: First.}
  images: {web: {properties: {image: {type: FULL}}}}
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD}}
required: [name, namespace]
`

// The deployer's own Pod, which no scheduler takes.
const deployerPod = `
apiVersion: v1
kind: Pod
metadata: {name: deployer}
spec: {schedulerName: nobody, containers: [{name: deployer, image: "registry.example.com:5000/shop/deployer:1.0.0"}]}
`

func TestABareDeployerMakesItsApplicationAndKeepsItsPasswords(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, deployerPod), apply.Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}
	manifest := strings.Replace(testManifest, `{replicas: "$replicas"}`, `{password: "$password", image: $image}`, 1)
	o := Options{Client: c, Mode: Install, ReadyTimeout: 20 * time.Second, Bare: &Bare{Pod: types.NamespacedName{Namespace: ns, Name: "deployer"}},
		Package: loaded(t, map[string]string{"data/schema.yaml": bareSchema, "data/manifest/app.yaml": manifest}),
		Given:   map[string]any{"name": "a", "namespace": ns}}
	first := bareRun(t, c, ns, o)
	if first["password"] == "" || first["image"] != "registry.example.com:5000/shop/web:1.0.0" {
		t.Errorf("the values are not there")
	}
	if second := bareRun(t, c, ns, o); second["password"] != first["password"] {
		t.Error("the second run has made another password")
	}
	if phase := phaseOf(t, c, ns); phase != "Success" {
		t.Errorf("phase %s", phase)
	}
	secret, err := c.Core.Secrets(ns).Get(t.Context(), "a-deployer-config", metav1.GetOptions{})
	if err != nil || len(secret.OwnerReferences) != 1 || secret.OwnerReferences[0].Name != "a" {
		t.Errorf("the parameters are not owned by the Application: %v", err)
	}
}

// bareRun runs the deployer and gives the data of the app's ConfigMap.
func bareRun(t *testing.T, c *kube.Client, ns string, o Options) map[string]string {
	t.Helper()
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	config, err := c.Core.ConfigMaps(ns).Get(t.Context(), "a-config", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return config.Data
}

func TestABareDeployerOutsideOfAPodAsksForThePrefixOfItsImages(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	err := Run(t.Context(), Options{Client: c, Mode: Install, Bare: &Bare{}, Given: map[string]any{"name": "a", "namespace": ns},
		Package: loaded(t, map[string]string{"data/schema.yaml": bareSchema, "data/manifest/app.yaml": testManifest})})
	if err == nil || !strings.Contains(err.Error(), schema.ImageRepoPrefixKey) {
		t.Errorf("the error is %v", err)
	}
	if _, err := c.Dynamic.Resource(applications).Namespace(ns).Get(t.Context(), "a", metav1.GetOptions{}); err == nil {
		t.Error("it has made an Application all the same")
	}
	var problems schema.Problems
	if errors.As(err, &problems) {
		t.Error("a fault of the call is told as one of the schema")
	}
}
