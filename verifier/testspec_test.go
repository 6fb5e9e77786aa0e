package verifier

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/verifier/report"
)

func TestATesterOfATestSpecPasses(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	logs := t.TempDir()
	r, err := Verify(t.Context(), Options{Source: folderSource(t, "testdata/good/test-spec"), Target: target, Logs: logs})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != report.Passed {
		t.Fatalf("verdict %s at %s: %s\n%+v", r.Verdict, r.FailedAt, r.Reason, r.Step(r.FailedAt).Failure)
	}
	log, err := os.ReadFile(filepath.Join(logs, "testers", r.Application+"-tester.log"))
	if err != nil || !strings.Contains(string(log), " >   1: The front page has its title\n PASSED\n") || !strings.HasSuffix(string(log), ">>> SUMMARY: All passed\n") {
		t.Errorf("the tester's log (%v):\n%s", err, log)
	}
	nothingIsLeft(t, target, r.Namespace)
}
