package verifier

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/verifier/report"
)

// The canaries of a package's parameters: what is told of it to nobody.
var canaries = kubetest.Canaries{"masked": "Mq7f3a9c21Zt5bW8", "password": "Pw4e8d1b7Ky2Xn6R", "plain": "Tx6c1v4n9Gb8Fh2J"}

const (
	canaryHead2 = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: First.}
  images: {}
`
	canaryHead1 = "applicationApiVersion: v1beta1\n"
	canaryBody  = `
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  masked: {type: string, x-google-marketplace: {type: MASKED_FIELD}}
  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {base64: false}}}
  plain: {type: string}
required: [name, namespace]
`
	canaryManifest = `
apiVersion: app.k8s.io/v1beta1
kind: Application
metadata:
  name: $name
  annotations: {marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q"}'}
spec:
  descriptor: {version: "1.0.0"}
  componentKinds: [{group: "", kind: Secret}, {group: "", kind: Service}]
---
{apiVersion: v1, kind: Secret, metadata: {name: all}, stringData: {masked: "$masked", password: "$password", plain: "$plain"}}
`
	canaryRefused = "---\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: \"$masked\", ports: [{port: 80, name: \"$plain\"}]}}\n"
	canaryTester  = `
apiVersion: v1
kind: Pod
metadata: {name: $name-tester, annotations: {marketplace.cloud.google.com/verification: test}}
spec:
  restartPolicy: Never
  containers:
  - {name: main, image: "chandler.local/testapp:1.0.0", imagePullPolicy: Never, command: [/bin/sh, -c, "echo tested; exit 3"], envFrom: [{secretRef: {name: all}}]}
`
)

// canaryPackage writes a package to a folder.
func canaryPackage(t *testing.T, head, add string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"schema.yaml": head + canaryBody, "manifest/app.yaml": canaryManifest + add, "apptest/deployer/manifest/tester.yaml": canaryTester} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func canaryParameters() map[string]any {
	given := map[string]any{}
	for name, canary := range canaries {
		given[name] = canary
	}
	return given
}

func TestNoSecretIsInWhatAnInstallationTellsOrLeaves(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	for name, test := range map[string]struct {
		head, add string
		verdict   report.Verdict
	}{
		"well":            {canaryHead2, "", report.Passed},
		"well, schema v1": {canaryHead1, "", report.Passed},
		"refused":         {canaryHead2, canaryRefused, report.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ns := kubetest.Namespace(t, target.Client)
			logs := t.TempDir()
			var out bytes.Buffer
			r, err := Install(t.Context(), InstallOptions{Source: folderSource(t, canaryPackage(t, test.head, test.add)), Target: target, Name: "a", Namespace: ns,
				Parameters: canaryParameters(), Logs: logs, Reporter: report.NewPlain(&out)})
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict != test.verdict {
				t.Errorf("verdict %s: %s", r.Verdict, r.Reason)
			}
			told(t, r, out.Bytes(), logs)
			canaries.AbsentInNamespace(t, target.Client, ns)
		})
	}
}

func TestNoSecretIsInWhatAFailedVerificationTellsOrLeaves(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	logs := t.TempDir()
	var out bytes.Buffer
	r, err := Verify(t.Context(), Options{Source: folderSource(t, canaryPackage(t, canaryHead2, "")), Target: target, Parameters: canaryParameters(),
		Keep: true, Logs: logs, Reporter: report.NewPlain(&out)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ClearAway(context.Background(), target, r.Application); err != nil {
			t.Error(err)
		}
	})
	if r.FailedAt != StepTest || !strings.Contains(r.Reason, "exited 3") {
		t.Errorf("failed at %s: %s", r.FailedAt, r.Reason)
	}
	told(t, r, out.Bytes(), logs)
	canaries.AbsentInNamespace(t, target.Client, r.Namespace)
}

// loose is an app that says its secrets, and fails.
const loose = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: loose}
spec:
  selector: {matchLabels: {app: loose}}
  template:
    metadata: {labels: {app: loose}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: main
        image: "chandler.local/testapp:1.0.0"
        imagePullPolicy: Never
        command: [/bin/sh, -c, 'echo "I am $MASKED, and with $PASSWORD. So I end."; printf %s "$PASSWORD"; exit 4']
        env:
        - {name: MASKED, valueFrom: {secretKeyRef: {name: all, key: masked}}}
        - {name: PASSWORD, valueFrom: {secretKeyRef: {name: all, key: password}}}
`

func TestTheSecretsThatAnAppSaysAreNotInTheEvidence(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	logs := t.TempDir()
	var out bytes.Buffer
	r, err := Verify(t.Context(), Options{Source: folderSource(t, canaryPackage(t, canaryHead2, loose)), Target: target,
		Parameters: canaryParameters(), Logs: logs, Reporter: report.NewPlain(&out)})
	if err != nil {
		t.Fatal(err)
	}
	if f := r.Step(StepInstall).Failure; f == nil || f.ExitCode == nil || *f.ExitCode != 4 || !strings.Contains(strings.Join(f.Log, "\n"), "So I end.") {
		t.Errorf("failed at %s: %s: %+v", r.FailedAt, r.Reason, f)
	}
	told(t, r, out.Bytes(), logs)
	said, err := filepath.Glob(filepath.Join(logs, "pods", "loose-*.main.log"))
	if err != nil || len(said) != 1 {
		t.Fatalf("the logs of the app are not kept: %v, %v", said, err)
	}
	if text, err := os.ReadFile(said[0]); err != nil || !strings.Contains(string(text), "So I end.") || !strings.Contains(string(text), "(hidden)") {
		t.Errorf("the app is kept as saying %q, %v", text, err)
	}
}

// told looks for canaries in what a run has told: on the terminal, in its report and in its logs.
func told(t *testing.T, r *report.Report, out []byte, logs string) {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil || len(out) == 0 {
		t.Fatalf("%d bytes told, %v", len(out), err)
	}
	canaries.Absent(t, "the output", out)
	canaries.Absent(t, "the report", text)
	canaries.AbsentInFolder(t, logs)
}
