package verifier

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

const lintedSchema = `applicationApiVersion: v1beta1
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
`

const lintedManifest = `apiVersion: app.k8s.io/v1beta1
kind: Application
metadata: {name: $name, annotations: {marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q", "partner_name": "P"}'}}
spec: {descriptor: {type: app, version: "1"}, componentKinds: [{group: v1, kind: ConfigMap}]}
`

// linted runs the step lint, which needs no cluster.
func linted(t *testing.T, options Options, schema, test string) (*report.Step, error) {
	t.Helper()
	files := fstest.MapFS{"data/schema.yaml": {Data: []byte(schema)}, "data/manifest/app.yaml": {Data: []byte(lintedManifest)}}
	if test != "" {
		files["data-test/schema.yaml"] = &fstest.MapFile{Data: []byte(test)}
	}
	options.Source.Files = files
	l, err := openLogs(options.Logs)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	r := &run{options: options, mode: provision.Verify, logs: l, name: "app", namespace: "app", report: &report.Report{}}
	r.open()
	s := &report.Step{Name: StepLint, Verdict: report.Passed}
	return s, r.lint(t.Context(), s)
}

func TestLintTellsWarningsAndPasses(t *testing.T) {
	s, err := linted(t, Options{}, lintedSchema+"  size: {type: integer, maximun: 5}\n", "")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(s.Summary, "rules, 2 warnings") || len(s.Notes) != 2 || len(s.Problems) != 2 {
		t.Errorf("summary %q, notes %q, problems %v", s.Summary, s.Notes, s.Problems)
	}
	if p := s.Problems[0]; p.Code != "CH104" || p.Line != 5 || p.Column != 25 || p.Page == "" {
		t.Errorf("the first problem has not its place: %+v", p)
	}
}

func TestStrictLintFailsForWarningsOfTheSchemaAndOfTheRules(t *testing.T) {
	for name, c := range map[string]struct{ schema, code string }{
		"of the schema": {lintedSchema + "  size: {type: integer, maximun: 5}\n", "CH104"},
		"of the rules":  {lintedSchema, "CH205"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := linted(t, Options{Strict: true}, c.schema, "")
			var failure *event.Failure
			if !errors.As(err, &failure) || failure.Reason != c.code {
				t.Errorf("it does not fail for %s: %v", c.code, err)
			}
		})
	}
}

func TestLintFailsForAllFaultsOfBothSchemasAndLogsThem(t *testing.T) {
	folder := t.TempDir()
	s, err := linted(t, Options{Logs: folder}, lintedSchema+"  size: {type: integer, default: five}\nrequired: [siz]\n", "properties: {name: {type: string}}\n")
	var failure *event.Failure
	if !errors.As(err, &failure) || !strings.HasSuffix(failure.Message, "and 2 more errors") {
		t.Fatalf("it does not tell of three errors: %v", err)
	}
	log, err := os.ReadFile(filepath.Join(folder, "lint.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"CH122", "CH115", "CH155"} {
		if !strings.Contains(string(log), code) {
			t.Errorf("%s is not in lint.log:\n%s", code, log)
		}
	}
	if len(s.Problems) != 3 || len(s.Sources) != 2 {
		t.Errorf("%d problems in %d files", len(s.Problems), len(s.Sources))
	}
}

func TestLintOfAnImageWithoutSchemaSaysWhereItBelongs(t *testing.T) {
	r := &run{options: Options{Source: Source{Files: fstest.MapFS{}}}, logs: &logs{}, report: &report.Report{}}
	r.open()
	err := r.lint(t.Context(), &report.Step{})
	var failure *event.Failure
	if !errors.As(err, &failure) || !strings.Contains(failure.Hint, "/data/schema.yaml") {
		t.Errorf("%v", err)
	}
}
