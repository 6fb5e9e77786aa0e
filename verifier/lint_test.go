package verifier

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

func TestLintRendersWithPlaceholdersThatBreakTheRulesOfTheirParameters(t *testing.T) {
	rendered, err := strictRun(t).renderOffline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := rendered.Application.GetAnnotations()["size"]; got != "value" {
		t.Errorf("size is %q", got)
	}
}

func TestLintTellsAWarningOnce(t *testing.T) {
	var step report.Step
	if err := strictRun(t).lint(t.Context(), &step); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(strings.Join(step.Notes, "\n"), "CH125"); got != 1 {
		t.Errorf("the warning is told %d times: %q", got, step.Notes)
	}
}

// strictRun is a run of a package whose parameters have rules, one of which is warned of.
func strictRun(t *testing.T) *run {
	t.Helper()
	files := fstest.MapFS{
		"data/schema.yaml": {Data: []byte(`x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: First.}
  images: {}
properties:
  name: {type: string, maxLength: 2, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  size: {type: string, pattern: '^[0-9]+Gi$'}
  replicas: {type: integer, minimum: 3, enum: ['3']}
required: [name, namespace, size, replicas]
`)},
		"data/manifest/app.yaml": {Data: []byte(`apiVersion: app.k8s.io/v1beta1
kind: Application
metadata:
  name: $name
  annotations:
    size: $size
    marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "a", "partner_name": "P"}'
spec: {descriptor: {type: Web, version: 1.0.0}}
`)},
	}
	r := &run{options: Options{Source: Source{Files: files}}, mode: provision.Verify, name: "web", namespace: "web"}
	r.report = &report.Report{}
	r.open()
	if r.unreadable != nil {
		t.Fatal(r.unreadable)
	}
	var err error
	if r.logs, err = openLogs(""); err != nil {
		t.Fatal(err)
	}
	return r
}
