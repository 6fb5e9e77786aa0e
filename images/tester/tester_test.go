package tester

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// suites writes specs into files of their own and gives what Run needs.
func suites(t *testing.T, out *strings.Builder, specs ...string) Options {
	t.Helper()
	t.Chdir(t.TempDir())
	o := Options{Out: out}
	for i, s := range specs {
		file := string(rune('a'+i)) + ".yaml"
		must(t, os.WriteFile(file, []byte(s), 0o600))
		o.Specs = append(o.Specs, file)
	}
	return o
}

const passing = `actions:
- name: it works
  bashTest: {script: 'true', expect: {exitCode: {equals: 0}}}
`

const failing = `actions:
- name: it works
  bashTest: {script: 'echo fine', expect: {stdout: {equals: fine}}}
- name: it breaks
  bashTest:
    script: for i in {1..30}; do echo $i; done; echo what broke >&2; exit 3
    expect: {exitCode: {equals: 0}}
- name: it goes to the cloud
  gcp: {setRuntimeConfigVar: {}}
`

func TestTheReportHasTheLinesOfTheReference(t *testing.T) {
	var out strings.Builder
	failures, err := Run(t.Context(), suites(t, &out, passing, failing, "actions: []"))
	if failures != 2 || err != nil {
		t.Errorf("%d failures, %v", failures, err)
	}
	numbers := ""
	for _, n := range strings.Fields("11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30") {
		numbers += "      stdout: " + n + "\n"
	}
	want := `>>> Running a.yaml
 >   0: it works
 PASSED
 >> Summary: PASSED
>>> Running b.yaml
 >   0: it works
 PASSED
 >   1: it breaks
 FAILED: exit code should be 0, but is 3
      stdout: lines before: 10
` + numbers + `      stderr: what broke
 >   2: it goes to the cloud
 FAILED: gcp actions are not supported: they change Google Cloud's Runtime Configurator, which is not there in other clusters; remove the action
 >> Summary: 2 FAILED, 1 PASSED
 >   1: it breaks: FAILED
      exit code should be 0, but is 3
      stderr: what broke
 >   2: it goes to the cloud: FAILED
      gcp actions are not supported: they change Google Cloud's Runtime Configurator, which is not there in other clusters; remove the action
>>> Running c.yaml
 > Nothing to run!
>>> SUMMARY: 2 failed
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestAllPassedIsSaid(t *testing.T) {
	var out strings.Builder
	failures, err := Run(t.Context(), suites(t, &out, passing))
	if failures != 0 || err != nil || !strings.HasSuffix(out.String(), "\n >> Summary: PASSED\n>>> SUMMARY: All passed\n") {
		t.Errorf("%d failures, %v:\n%s", failures, err, out.String())
	}
}

func TestConditionsSeeTheFailuresOfEarlierSuites(t *testing.T) {
	const conditional = `actions:
- name: it breaks
  bashTest: {script: 'false', expect: {exitCode: {equals: 0}}}
- name: only while nothing is broken
  condition: {failuresSoFar: {equals: 0}}
  bashTest: {script: 'false', expect: {exitCode: {equals: 1}}}
- name: only once something is broken
  condition: {failuresSoFar: {atLeast: 1}}
  bashTest: {script: 'false', expect: {exitCode: {equals: 0}}}
`
	var out strings.Builder
	failures, err := Run(t.Context(), suites(t, &out, conditional, conditional))
	if failures != 3 || err != nil {
		t.Errorf("%d failures, %v", failures, err)
	}
	for _, want := range []string{
		" >   2: only once something is broken\n SKIPPED: Condition not satisfied: failuresSoFar should be at least 1, but is 0\n >> Summary: 1 FAILED, 2 PASSED\n",
		" >   1: only while nothing is broken\n SKIPPED: Condition not satisfied: failuresSoFar should be 0, but is 1\n",
		" >> Summary: 2 FAILED, 1 PASSED\n", ">>> SUMMARY: 3 failed\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
}

func TestTheFirstOfSeveralTestsIsRunAndNoneIsEnough(t *testing.T) {
	const spec = `actions:
- {name: nothing}
- name: both
  bashTest: {script: 'true', expect: {exitCode: {equals: 0}}}
  gcp: {}
`
	var out strings.Builder
	if failures, err := Run(t.Context(), suites(t, &out, spec)); failures != 1 || err != nil {
		t.Errorf("%d failures, %v", failures, err)
	}
	if !strings.Contains(out.String(), " >   0: nothing\n PASSED\n") || strings.Count(out.String(), "warning: a.yaml:") != 2 {
		t.Errorf("report:\n%s", out.String())
	}
}

func TestTemplatesGetTheirValues(t *testing.T) {
	const spec = `actions:
- name: '{{ .Var.what }} of {{ .Env.OWNER }} {{ .Env.NOBODY }}'
  bashTest: {script: 'echo $OWNER', expect: {stdout: {equals: '{{ .Env.OWNER }}'}}}
`
	t.Setenv("OWNER", "a=b")
	var out strings.Builder
	o := suites(t, &out, spec)
	o.Var, o.Environ = map[string]string{"what": "shop"}, os.Environ()
	if failures, err := Run(t.Context(), o); failures != 0 || err != nil {
		t.Errorf("%d failures, %v", failures, err)
	}
	for _, want := range []string{"warning: a.yaml:2:49: .Env.NOBODY has no value", " >   0: shop of a=b <no value>\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
}

func TestNothingIsRunUnlessAllSpecsCanBeRead(t *testing.T) {
	ran := filepath.Join(t.TempDir(), "ran")
	var out strings.Builder
	o := suites(t, &out, "actions: [{name: a, bashTest: {script: 'touch "+ran+"', expect: {exitCode: {equals: 0}}}}]", "actions:\n- name: b\n  httpTest: {}\n")
	o.Specs = append(o.Specs, "missing.yaml")
	_, err := Run(t.Context(), o)
	if faults := (testspec.Faults{}); !errors.As(err, &faults) || len(faults) != 2 {
		t.Fatalf("error is %v", err)
	}
	if got := err.Error(); !strings.HasPrefix(got, "b.yaml:3:") || !strings.HasSuffix(got, "\nmissing.yaml: cannot be read: no such file or directory") {
		t.Errorf("error is %s", got)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("the first spec was run")
	}
}

func TestAnInterruptedRunSaysWhatWasNotRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out strings.Builder
	failures, err := Run(ctx, suites(t, &out, failing))
	if failures != 0 || err == nil || err.Error() != "interrupted; actions that were not run: 3" || strings.Contains(out.String(), "PASSED") || strings.Contains(out.String(), "All passed") {
		t.Errorf("%d failures, %v:\n%s", failures, err, out.String())
	}
}

func TestControlCharactersAreNotPrinted(t *testing.T) {
	var out strings.Builder
	_, err := Run(t.Context(), suites(t, &out, `actions: [{name: "a\x1b[31m", bashTest: {script: 'printf "\033[2Jx\rz"', expect: {exitCode: {equals: 1}}}}]`))
	if err != nil || strings.ContainsAny(out.String(), "\x1b\r") || !strings.Contains(out.String(), "stdout: [2Jxz\n") {
		t.Errorf("%v: %q", err, out.String())
	}
}
