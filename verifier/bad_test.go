package verifier

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/verifier/report"
)

// bad is what each package under testdata/bad has to end in.
var bad = map[string]struct {
	step   string
	object string   // kind of the object that is blamed
	words  []string // in the failure: the cluster's reason, the log, the hint
	late   bool     // only time decides it
}{
	"crash":                {step: StepInstall, object: "Deployment", words: []string{"CrashLoopBackOff", "fatal: GREETING is empty"}},
	"crash-under-test":     {step: StepTest, object: "Deployment", words: []string{"exited 7 after the app was ready", "fatal: out of answers"}},
	"no-image":             {step: StepInstall, object: "Deployment", words: []string{"no-such-image", "events.log", "Pull"}},
	"pvc-pending":          {step: StepInstall, object: "PersistentVolumeClaim", words: []string{"no-such-class"}},
	"job-fails":            {step: StepInstall, object: "Job", words: []string{"no schema version 7", "4"}},
	"tester-exit-3":        {step: StepTest, object: "Pod", words: []string{"3", "expected 200, got 503"}},
	"test-spec-fails":      {step: StepTest, object: "Pod", words: []string{"exited 1", "No job is left: FAILED", "should be", "0 jobs wait", "4 jobs wait", "the worker is down"}},
	"tester-never-ends":    {step: StepTest, object: "Pod", words: []string{"waiting for the app"}, late: true},
	"leftover-configmap":   {step: StepRemove, object: "ConfigMap", words: []string{"componentKinds"}},
	"leftover-clusterrole": {step: StepRemove, object: "ClusterRole", words: []string{"cluster-scoped"}},
	"stuck-finalizer":      {step: StepRemove, object: "ConfigMap", words: []string{"example.com/never"}, late: true},
	"other-namespace":      {step: StepLint, object: "ConfigMap", words: []string{"kube-public"}},
	"missing-parameter":    {step: StepProvision, words: []string{"licenseKey", "schema.yaml:", "--parameters"}},
}

func TestEachBadPackageFailsInItsStep(t *testing.T) {
	target := testTarget(t)
	folders, err := filepath.Glob("testdata/bad/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, known := bad[name]
			if !known {
				t.Fatal("this package is not in the table")
			}
			var out strings.Builder
			r, err := Verify(t.Context(), Options{Source: folderSource(t, folder), Target: target,
				ReadyTimeout: 90 * time.Second, TesterTimeout: 5 * time.Second, RemoveTimeout: 8 * time.Second, Logs: t.TempDir(), Reporter: report.NewPlain(&out)})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("\n%s", out.String())
			if r.Verdict != report.Failed || r.FailedAt != want.step {
				t.Fatalf("verdict %s at %q, want FAILED at %q", r.Verdict, r.FailedAt, want.step)
			}
			nothingIsLeft(t, target, r.Namespace)
			checkFailure(t, r.Step(want.step), want.object, want.words)
			if !want.late && r.Step(want.step).Failure.Reason == "Timeout" {
				t.Error("it was decided by a timeout, not by what the cluster said")
			}
		})
	}
}

func checkFailure(t *testing.T, s *report.Step, object string, words []string) {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if !strings.Contains(string(text), w) {
			t.Errorf("the failure does not say %q: %s", w, text)
		}
	}
	if object != "" && (s.Failure.Object == nil || s.Failure.Object.Kind != object) {
		t.Errorf("it blames %v, want a %s", s.Failure.Object, object)
	}
	if s.Failure.Hint == "" {
		t.Error("it does not say what to do")
	}
}
