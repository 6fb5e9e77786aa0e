package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/ansi"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
	problems "github.com/chandler-dev/chandler/schema/report"
)

var update = flag.Bool("update", false, "write the golden files")

func passed() *Report {
	return &Report{
		Package: "redis", Version: "7.0.15", Flavour: "Helm", SchemaVersion: "v2", Images: 2, Verdict: Passed, Seconds: 7.31,
		Cluster: Cluster{Name: "embedded", Server: "https://10.65.0.2:6443", About: "Kubernetes 1.36.3, 1 node, already running"},
		Logs:    ".chandler/runs/20261121-001207",
		Steps: []*Step{
			{Name: "lint", Verdict: Passed, Seconds: 0.06, Summary: "31 rules, 1 warning", Notes: []string{"CH214 StatefulSet/redis  no memory limit on container redis"}},
			{Name: "package", Verdict: Passed, Seconds: 0.24, Summary: "deployer sha256:3f5a81c2…  11.8 MB"},
			{Name: "provision", Verdict: Passed, Seconds: 0.3, Summary: "namespace apptest-k3w9abcd, account, 2 roles, secret"},
			{Name: "install", Verdict: Passed, Seconds: 3.94, Summary: "9 objects applied, all ready"},
			{Name: "test", Verdict: Skipped, Reason: "the package has no testers"},
			{Name: "remove", Verdict: Passed, Seconds: 1.2, Summary: "9 objects gone, nothing left", Notes: []string{"kept as declared: PersistentVolumeClaim/data-redis-0"}},
		},
	}
}

func failed() *Report {
	pod := kube.Ref{Version: "v1", Kind: "Pod", Namespace: "apptest-k3w9abcd", Name: "web-7d9f5c-x2xkq"}
	web := kube.Ref{Group: "apps", Version: "v1", Kind: "Deployment", Namespace: "apptest-k3w9abcd", Name: "web"}
	code := int32(1)
	r := passed()
	r.Verdict, r.FailedAt, r.Reason, r.Seconds = Failed, "install", "Deployment/web is not ready", 14.02
	r.Steps = r.Steps[2:3]
	r.Steps = append(r.Steps, &Step{
		Name: "install", Verdict: Failed, Seconds: 11.83, Reason: "Deployment/web is not ready",
		Failure: &event.Failure{
			Stage: "wait", Object: &web, Culprit: &pod, Container: "web", ExitCode: &code, Reason: "CrashLoopBackOff",
			Message: "container web exited 1, three times",
			Log:     []string{"2026/11/21 00:12:14 fatal: \x1b[31mREDIS_URL\x1b[0m is empty\r"},
			Hint:    "The container's own words say why. Full log: .chandler/runs/20261121-001207/pods/web-7d9f5c-x2xkq.web.log",
		},
	}, &Step{Name: "test", Verdict: Skipped, Reason: "not run"},
		&Step{Name: "remove", Verdict: Failed, Seconds: 123.4, Reason: "CustomResourceDefinition/certificates.cert-manager.io: left behind, and 5 more objects",
			Failure: &event.Failure{Message: "left behind", Hint: "Delete it."}})
	return r
}

// refused is a run that ends with lint: more problems than are shown, and one of them a warning.
func refused() *Report {
	text := "properties:\n  replicas: {type: integer, title: a title that is longer than a narrow terminal has columns, default: three}\n"
	all := schema.Problems{{Code: "CH122", Severity: schema.Error, File: "redis/schema.yaml", Line: 2, Column: 104, Message: "the default is not an integer", Hint: "write a number"},
		{Code: "CH201", Severity: schema.Error, File: "Deployment/web", Message: "container web has no image", Hint: "Set its image."},
		{Code: "CH214", Severity: schema.Warning, File: "Deployment/web", Message: "no memory limit on container web"}}
	for i := range 5 {
		all = append(all, schema.Problem{Code: "CH201", Severity: schema.Error, File: fmt.Sprintf("Job/%d", i), Message: "container web has no image", Hint: "Set its image."})
	}
	r := passed()
	r.Verdict, r.FailedAt, r.Reason, r.Seconds, r.Logs = Failed, "lint", "CH122 redis/schema.yaml:2  the default is not an integer, and 6 more errors", 0.1, ""
	r.Steps = []*Step{{Name: "lint", Verdict: Failed, Seconds: 0.08, Reason: r.Reason, Summary: "6 rules, 7 errors, 1 warning", Problems: problems.Problems(all),
		Sources: problems.Sources{"redis/schema.yaml": []byte(text)}, Failure: &event.Failure{Stage: "lint", Reason: "CH122", Message: r.Reason}}}
	return r
}

func run(r *Report, to Reporter) {
	to.Header(r)
	for _, s := range r.Steps {
		if s.Verdict != Skipped {
			to.Begin(s.Name)
			to.Waiting(s.Name, "Pod/web-7d9f5c-x2xkq: ContainerCreating, for reasons that take far more words than fit into one line of a terminal")
		}
		to.End(s)
	}
	to.Finish(r)
}

func TestReportsReadWellWithoutATerminal(t *testing.T) {
	for name, r := range map[string]*Report{"passed": passed(), "failed": failed(), "refused": refused()} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			run(r, NewPlain(&b))
			if strings.ContainsAny(b.String(), "\x1b\r") {
				t.Error("there are control characters in it")
			}
			golden(t, name+".plain.txt", b.String())
		})
	}
}

func TestATerminalEndsUpWithSettledLines(t *testing.T) {
	for name, columns := range map[string]int{"wide": 120, "narrow": 60} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			run(failed(), NewTerminal(&b, TerminalOptions{Width: func() int { return columns }}))
			shown := settled(b.String())
			golden(t, "failed.terminal-"+name+".txt", shown)
			var refusal bytes.Buffer
			run(refused(), NewTerminal(&refusal, TerminalOptions{Width: func() int { return columns }}))
			golden(t, "refused.terminal-"+name+".txt", settled(refusal.String()))
			for _, line := range liveLines(b.String()) {
				if ansi.Width(line) > columns {
					t.Errorf("a live line is wider than the terminal: %q", line)
				}
			}
		})
	}
}

// settled is what is left on a terminal: a cleared line leaves nothing.
func settled(stream string) string {
	var out strings.Builder
	for _, line := range strings.SplitAfter(stream, "\n") {
		if cleared := strings.LastIndex(line, clearLine); cleared >= 0 {
			line = line[cleared+len(clearLine):]
		}
		out.WriteString(line)
	}
	return out.String()
}

// liveLines are the lines that were drawn to be cleared again.
func liveLines(stream string) []string {
	var out []string
	for _, part := range strings.Split(stream, clearLine)[1:] {
		if !strings.Contains(part, "\n") {
			out = append(out, part)
		}
	}
	return out
}

func TestColourIsLeftOutWhereItIsNotWanted(t *testing.T) {
	colours := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for wanted, name := range map[bool]string{true: "colour", false: "none"} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			run(passed(), NewTerminal(&b, TerminalOptions{Colour: wanted}))
			if colours.MatchString(b.String()) != wanted {
				t.Errorf("colours: %v, want %v", !wanted, wanted)
			}
		})
	}
}

func TestALiveLineMovesWhileAStepTakesItsTime(t *testing.T) {
	var b bytes.Buffer
	terminal := NewTerminal(&b, TerminalOptions{})
	terminal.Begin("install")
	<-time.After(3 * frameTime)
	terminal.End(&Step{Name: "install", Verdict: Passed})
	if n := strings.Count(b.String(), clearLine); n < 3 {
		t.Errorf("it was drawn %d times", n)
	}
}

func TestTheJSONReportIsOneDocumentAtTheEnd(t *testing.T) {
	var b bytes.Buffer
	run(failed(), NewJSON(&b))
	var got Report
	decoder := json.NewDecoder(&b)
	if err := decoder.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(failed(), &got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the document does not hold the report (-want +got):\n%s", diff)
	}
	if decoder.More() {
		t.Error("there is more than one document")
	}
}

func TestTheJSONReportHasTheProblemsOfLintButNoLinesOfFiles(t *testing.T) {
	var b bytes.Buffer
	run(refused(), NewJSON(&b))
	var got Report
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(refused(), &got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Step{}, "Sources")); diff != "" {
		t.Errorf("the document does not hold the report (-want +got):\n%s", diff)
	}
	if strings.Contains(b.String(), "narrow terminal") {
		t.Error("a line of the schema is in it")
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
