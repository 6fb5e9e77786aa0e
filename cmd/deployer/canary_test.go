package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// The canaries: one for every kind of property that may have a secret.
var canaries = kubetest.Canaries{
	"MASKED_FIELD": "Mq7f3a9c21Zt5bW8", "GENERATED_PASSWORD": "Pw4e8d1b7Ky2Xn6R", "TLS_CERTIFICATE": "Kz9h2j5m8Vd3Qs7L",
	"REPORTING_SECRET": "r3p0rt5s8ecr7et2x4", "plain string": "Tx6c1v4n9Gb8Fh2J",
}

const canarySchema = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: First.}
  images: {}
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  masked: {type: string, x-google-marketplace: {type: MASKED_FIELD}}
  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {base64: false}}}
  reporting: {type: string, x-google-marketplace: {type: REPORTING_SECRET}}
  plain: {type: string}
  certificate:
    type: string
    x-google-marketplace:
      type: TLS_CERTIFICATE
      tlsCertificate: {generatedProperties: {base64EncodedPrivateKey: key, base64EncodedCertificate: cert}}
required: [name, namespace]
`

// The app, with %s where a fault goes. Its secrets are where they belong.
const canaryApp = `
apiVersion: app.k8s.io/v1beta1
kind: Application
metadata:
  name: NAME
  annotations: {marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q"}'}
spec:
  descriptor: {version: "1.0.0"}
  componentKinds: [{group: "", kind: Secret}, {group: "", kind: Pod}, {group: "", kind: Service}, {group: apps, kind: Deployment}]
---
apiVersion: v1
kind: Secret
metadata: {name: all}
stringData: {masked: 'MASKED', password: 'PASSWORD', plain: 'PLAIN', reporting: 'REPORTING'}
data: {key: KEY}
`

// A Pod that has them all in its environment, and how it ends.
const canaryPod = `---
apiVersion: v1
kind: Pod
metadata: {name: WORD, annotations: {ANNOTATION}}
spec:
  restartPolicy: RESTART
  terminationGracePeriodSeconds: 0
  containers:
  - {name: main, image: "chandler.local/testapp:1.0.0", imagePullPolicy: Never, command: [/bin/sh, -c, 'COMMAND'], envFrom: [{secretRef: {name: all}}]}
`

func canaryPodThat(word, annotation, restart, command string) string {
	return strings.NewReplacer("WORD", word, "ANNOTATION", annotation, "RESTART", restart, "COMMAND", command).Replace(canaryPod)
}

const asTester = "marketplace.cloud.google.com/verification: test"

// canaryFault is a way in which a run ends, and a word that its output then has: it was that way, and no other.
type canaryFault struct {
	add, mode, word string
	exit            int
	chart           bool
	again           map[string]string // parameters of a second run, after a first one that is well
	before          string            // what stands in the namespace
	values          string            // the chart's values.schema.json
}

var canaryFaults = map[string]canaryFault{
	"all is well":   {mode: "verify", add: canaryPodThat("asks", asTester, "Never", "for v in masked; do eval test -n \\${$v}; done"), word: "1 tester passed"},
	"tester fails":  {mode: "verify", add: canaryPodThat("asks", asTester, "Never", "exit 3"), word: "exited 3", exit: 1},
	"tester prints": {mode: "verify", add: canaryPodThat("asks", asTester, "Never", "env; exit 3"), word: "masked=(hidden)", exit: 1},
	"crash":         {mode: "install", add: canaryPodThat("crashes", "", "Always", "exit 4"), word: "exited 4", exit: 1},
	"crash, printed": {mode: "install", add: canaryPodThat("crashes", "", "Always", `for v in masked; do eval echo token \${$v} is wrong; done; exit 4`),
		word: "token (hidden) is wrong", exit: 1},
	"refused": {mode: "install", add: "---\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: 'MASKED', ports: [{port: 80}]}}\n",
		word: `Unsupported value: "(hidden)"`, exit: 1},
	"refused, plain": {mode: "install", add: "---\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: 'PLAIN', ports: [{port: 80}]}}\n",
		word: `Unsupported value: "(value of plain)"`, exit: 1},
	"refused, certificate": {mode: "install", add: "---\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: 'KEY', ports: [{port: 80}]}}\n",
		word: `Unsupported value: "(hidden)`, exit: 1},
	"cannot be read by the server": {mode: "install", add: "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: s}, immutable: 'MASKED'}\n",
		word: "(hidden)", exit: 1},
	"immutable field": {mode: "install", again: map[string]string{"masked": "Nv8s2k5w1Cj7Yb4D"}, word: "immutable", exit: 1,
		add: "---\n{apiVersion: v1, kind: Secret, metadata: {name: fixed}, immutable: true, stringData: {a: 'MASKED'}}\n"},
	"conflict":                {mode: "install", again: map[string]string{}, word: "taken over", add: "---\n{apiVersion: v1, kind: Secret, metadata: {name: shared}, data: {a: aGVsbG8=}}\n"},
	"template error":          {mode: "install", chart: true, add: "---\n{{ fail (printf \"no %s, %s, %s\" .Values.masked .Values.password .Values.plain) }}\n", word: "no (hidden), (hidden), (value of plain)", exit: 1},
	"template, no such field": {mode: "install", chart: true, add: "---\na: {{ .Values.masked.inner }}\n", word: "inner", exit: 1},
	"values.schema.json": {mode: "install", chart: true, values: `{"properties": {"masked": {"pattern": "^[a-z]$"}, "plain": {"enum": ["x"]}}}`,
		word: "masked", exit: 1},
	"not YAML":             {mode: "install", add: "---\na: [\"MASKED\n", word: "ERROR render", exit: 1},
	"not YAML, of a chart": {mode: "install", chart: true, add: "---\na: [\"MASKED\n", word: "ERROR render", exit: 1},
	"value breaks out": {mode: "install", again: map[string]string{"masked": "a\n  b: {Nv8s2k5w1Cj7Yb4D: "}, word: "masked", exit: 1,
		add: "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: s}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: t}\nstringData:\n  a: MASKED\n"},
	"quota": {mode: "install", before: "{apiVersion: v1, kind: ResourceQuota, metadata: {name: few}, spec: {hard: {count/services: '0'}}}",
		add: "---\n{apiVersion: v1, kind: Service, metadata: {name: s, annotations: {}}, spec: {ports: [{port: 80}]}}\n", word: "quota", exit: 1},
}

func TestNoSecretIsEverPrinted(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	program := os.Getenv("CHANDLER_DEPLOYER")
	if program == "" {
		t.Skip("no deployer to run: set CHANDLER_DEPLOYER, as make test does")
	}
	for name, fault := range canaryFaults {
		for _, format := range []string{"text", "json"} {
			t.Run(name+", "+format, func(t *testing.T) {
				t.Parallel()
				fault.run(t, c, program, format)
			})
		}
	}
}

// run deploys the package, and looks for canaries in all that it leaves.
func (f canaryFault) run(t *testing.T, c *kube.Client, program, format string) {
	ns := kubetest.Namespace(t, c)
	if f.before != "" {
		if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, f.before), apply.Options{Namespace: ns}); err != nil {
			t.Fatal(err)
		}
	}
	root, given := f.lay(t), parametersOf(ns)
	known := canaries
	if f.again != nil {
		if out, exit := deploy(t, program, format, f.mode, root, given); exit != 0 {
			t.Fatalf("the first run ended with status %d:\n%s", exit, out)
		}
		spoil(t, c, ns)
		known = kubetest.Canaries{"second MASKED_FIELD": "Nv8s2k5w1Cj7Yb4D"}
		for name, canary := range canaries {
			known[name] = canary
		}
		for name, value := range f.again {
			given[name] = value
		}
	}
	out, exit := deploy(t, program, format, f.mode, root, given)
	known.Absent(t, "the output", out)
	known.AbsentInNamespace(t, c, ns)
	if text := strings.NewReplacer(`\"`, `"`, `"stage":"render"`, "ERROR render").Replace(string(out)); exit != f.exit || !strings.Contains(text, f.word) {
		t.Errorf("exit status %d, want %d; want %q in\n%s", exit, f.exit, f.word, out)
	}
}

// spoil has somebody else set a field of the app's, if that is there.
func spoil(t *testing.T, c *kube.Client, ns string) {
	t.Helper()
	_, err := c.Core.Secrets(ns).Patch(t.Context(), "shared", types.MergePatchType, []byte(`{"stringData": {"a": "`+canaries["MASKED_FIELD"]+`"}}`),
		metav1.PatchOptions{FieldManager: "kubectl-edit"})
	if err != nil && !strings.Contains(err.Error(), "not found") {
		t.Fatal(err)
	}
}

func parametersOf(ns string) map[string]string {
	key, err := json.Marshal(map[string]string{"private_key": "-----BEGIN PRIVATE KEY-----\n" + canaries["TLS_CERTIFICATE"] + "\n-----END PRIVATE KEY-----\n", "certificate": "none"})
	if err != nil {
		panic(err) // two texts
	}
	return map[string]string{"name": "a", "namespace": ns, "masked": canaries["MASKED_FIELD"], "password": canaries["GENERATED_PASSWORD"],
		"reporting": canaries["REPORTING_SECRET"], "plain": canaries["plain string"], "certificate": string(key), "__image_repo_prefix__": "registry.example.com/a"}
}

// lay puts the package into a folder, as it is in an image.
func (f canaryFault) lay(t *testing.T) (root string) {
	t.Helper()
	var words []string
	for _, name := range []string{"name", "masked", "password", "plain", "reporting", "key"} {
		instead := "${" + name + "}"
		if f.chart {
			instead = "{{ .Values." + name + " }}"
		}
		words = append(words, strings.ToUpper(name), instead)
	}
	files := map[string]string{"data/schema.yaml": canarySchema, "data/manifest/app.yaml": strings.NewReplacer(words...).Replace(canaryApp + f.add)}
	if f.chart {
		chart := map[string]string{"chart/templates/app.yaml": files["data/manifest/app.yaml"], "chart/Chart.yaml": "{apiVersion: v2, name: a, version: 1.0.0}\n"}
		if f.values != "" {
			chart["chart/values.schema.json"] = f.values
		}
		files["data/chart/chart.tar.gz"] = archive(t, chart)
		delete(files, "data/manifest/app.yaml")
	}
	root = t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// archive packs a chart.
func archive(t *testing.T, files map[string]string) string {
	t.Helper()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	w := tar.NewWriter(zip)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

// deploy runs the program on the folder, and gives all that it prints.
func deploy(t *testing.T, program, format, mode, root string, given map[string]string) (out []byte, exit int) {
	t.Helper()
	parameters, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "--mode="+mode, "--root="+root, "--hold=0s")
	cmd.Env = append(os.Environ(), "KUBECONFIG="+os.Getenv("CHANDLER_TEST_KUBECONFIG"), "CHANDLER_EVENTS="+format, "WAIT_FOR_READY_TIMEOUT=60",
		"CHANDLER_PARAMETERS="+string(parameters))
	var all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &all, &all
	_ = cmd.Run() // the exit status says it
	return all.Bytes(), cmd.ProcessState.ExitCode()
}
