package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFlagsAreThoseOfTheReference(t *testing.T) {
	o, err := parse([]string{"-logtostderr", "--test_spec=a.yaml", "--test_spec", "b.json", "-v=2", "-stderrthreshold", "INFO", "--alsologtostderr=false",
		"--vmodule=x=1", "--var", "a=b=c", "--var=empty=", "--timeout=2s"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a.yaml", "b.json"}, o.Specs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"a": "b=c", "empty": ""}, o.Var); diff != "" {
		t.Error(diff)
	}
	if o.Timeout != 2*time.Second || len(o.Environ) == 0 {
		t.Errorf("timeout %s, %d variables", o.Timeout, len(o.Environ))
	}
}

func TestAWrongCallIsExplainedAndRunsNothing(t *testing.T) {
	for args, want := range map[string]string{
		"":                            "--test_spec must be specified",
		"a.yaml":                      `"a.yaml" is no flag: specs are given with --test_spec=FILE`,
		"--test_spec=a --var=x":       "it has to be NAME=VALUE",
		"--test_spec=a --nope":        "nope",
		"--test_spec=a --timeout=-1s": "give a time above 0",
		"--test_spec=missing.yaml":    "error: missing.yaml: cannot be read: no such file or directory",
	} {
		var out strings.Builder
		if code := run(t.Context(), strings.Fields(args), &out); code != notRun || !strings.HasPrefix(out.String(), "error: ") || !strings.Contains(out.String(), want) {
			t.Errorf("%q: exit status %d, %q; want %s", args, code, out.String(), want)
		}
	}
}

func TestHelpIsNoFault(t *testing.T) {
	var out strings.Builder
	if code := run(t.Context(), []string{"--help"}, &out); code != 0 || !strings.HasPrefix(out.String(), "usage: testrunner --test_spec=FILE") {
		t.Errorf("exit status %d: %s", code, out.String())
	}
}

func TestTheExitStatusIsTheNumberOfFailuresAndNeverWraps(t *testing.T) {
	t.Chdir(t.TempDir())
	for failures, want := range map[int]int{0: 0, 1: 1, 3: 3, 256: 125} {
		var spec strings.Builder
		fmt.Fprintln(&spec, "actions:\n- {name: passes, bashTest: {script: 'true', expect: {exitCode: {equals: 0}}}}")
		for range failures {
			fmt.Fprintln(&spec, "- {name: fails, gcp: {}}")
		}
		if err := os.WriteFile("s.yaml", []byte(spec.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if code := run(t.Context(), []string{"--test_spec=s.yaml"}, &out); code != want {
			t.Errorf("%d failures: exit status %d, want %d:\n%s", failures, code, want, out.String())
		}
	}
}

func TestAnInterruptedRunIsNoSuccess(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for failures, want := range map[int]int{0: 1, 2: 2} {
		if code := status(ctx, failures, errors.New("interrupted")); code != want {
			t.Errorf("%d failures: exit status %d, want %d", failures, code, want)
		}
	}
}
