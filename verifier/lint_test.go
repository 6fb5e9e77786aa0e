package verifier

import (
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

func TestLintRendersWithPlaceholdersThatBreakTheRulesOfTheirParameters(t *testing.T) {
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
  replicas: {type: integer, minimum: 3}
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
	rendered, err := r.renderOffline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := rendered.Application.GetAnnotations()["size"]; got != "value" {
		t.Errorf("size is %q", got)
	}
}
