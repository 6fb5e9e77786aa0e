package tester

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

func TestScriptsAreHeldAgainstWhatIsExpected(t *testing.T) {
	code := func(n int) *testspec.IntAssert { return &testspec.IntAssert{Equals: &n} }
	exactly := func(s string) *testspec.StringAssert { return &testspec.StringAssert{Exactly: &s} }
	tests := map[string]struct {
		script string
		expect *testspec.BashExpect
		want   string // in the reason; "" if it passes
	}{
		"all of it":          {"printf FOO; printf BAR >&2", &testspec.BashExpect{ExitCode: code(0), Stdout: exactly("FOO"), Stderr: exactly("BAR")}, ""},
		"nothing expected":   {"exit 7", nil, ""},
		"exit code":          {"exit 42", &testspec.BashExpect{ExitCode: &testspec.IntAssert{Equals: new(42), NotEquals: new(41), GreaterThan: new(41)}, Stdout: exactly(""), Stderr: exactly("")}, ""},
		"another exit code":  {"exit 42", &testspec.BashExpect{ExitCode: code(0)}, "exit code should be 0, but is 42"},
		"a range":            {"exit 42", &testspec.BashExpect{ExitCode: &testspec.IntAssert{LessThan: new(40)}}, "exit code should be less than 40, but is 42"},
		"only output":        {"echo one; exit 3", &testspec.BashExpect{Stdout: exactly("one\n")}, ""},
		"another output":     {"echo one", &testspec.BashExpect{Stdout: &testspec.StringAssert{Contains: new("two")}}, `stdout should contain "two", but is "one\n"`},
		"stderr is not out":  {"echo one", &testspec.BashExpect{Stderr: &testspec.StringAssert{Contains: new("one")}}, `stderr should contain "one", but is ""`},
		"out is not stderr":  {"echo one >&2", &testspec.BashExpect{Stdout: &testspec.StringAssert{NotContains: new("one")}}, ""},
		"several lines":      {"set -e\ncd /\npwd", &testspec.BashExpect{Stdout: &testspec.StringAssert{Equals: new("/")}}, ""},
		"it is bash":         {`[[ abc =~ b ]] && echo "${BASH_REMATCH[0]}"`, &testspec.BashExpect{Stdout: &testspec.StringAssert{Equals: new("b")}}, ""},
		"a fault in it":      {"if", &testspec.BashExpect{ExitCode: code(0)}, "exit code should be 0, but is 2"},
		"killed by a signal": {"kill -9 $$", &testspec.BashExpect{ExitCode: code(-1)}, ""},
		"no input":           {"cat", &testspec.BashExpect{ExitCode: code(0), Stdout: exactly("")}, ""},
		"in the background":  {"{ while kill -0 $$ 2>/dev/null; do :; done; echo late; } &", &testspec.BashExpect{Stdout: exactly("late\n")}, ""},
		"bytes":              {`printf '\xff\x00'`, &testspec.BashExpect{Stdout: exactly("\xff\x00")}, ""},
		"too long":           {"head -c 5000000 /dev/zero", &testspec.BashExpect{Stdout: &testspec.StringAssert{NotContains: new("x")}}, "stdout is longer than 4 MiB"},
		"long, not compared": {"head -c 5000000 /dev/zero", &testspec.BashExpect{ExitCode: code(0)}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectFailure(t, testBash(t.Context(), &testspec.BashTest{Script: test.script, Expect: test.expect}), test.want)
		})
	}
}

func TestWhatAFailedScriptWroteIsKept(t *testing.T) {
	f := testBash(t.Context(), &testspec.BashTest{Script: "echo out; echo err >&2; exit 1", Expect: &testspec.BashExpect{ExitCode: &testspec.IntAssert{Equals: new(0)}}})
	if f == nil || f.stdout != "out\n" || f.stderr != "err\n" {
		t.Errorf("failure is %+v", f)
	}
}

func TestAnImageWithoutBashIsToldSo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	expectFailure(t, testBash(t.Context(), &testspec.BashTest{Script: "true"}), "there is no bash in this image: put it there, or use httpTest")
}

func TestAScriptThatCannotBeStartedFails(t *testing.T) {
	expectFailure(t, testBash(t.Context(), &testspec.BashTest{Script: "a\x00b"}), "the script cannot be started")
}

// The script tells through a file that its child runs, and is then interrupted.
func TestAScriptIsKilledWithItsChildren(t *testing.T) {
	for name, script := range map[string]string{
		"children":                  "tail -f /dev/null & echo before; echo $! > $PIDS; wait",
		"ended but for a child":     "tail -f /dev/null & echo before; echo $! > $PIDS",
		"a child in its own group":  "echo before; setsid bash -c 'echo $$ > $PIDS; exec tail -f /dev/null'",
		"one that ignores SIGTERM":  "trap '' TERM; echo before; echo $$ > $PIDS; while :; do read -t 1 < <(exec tail -f /dev/null); done",
		"one that writes for ever":  "echo before; echo $$ > $PIDS; while :; do echo x; done",
		"a child without an output": "tail -f /dev/null > /dev/null 2>&1 & echo before; echo $! > $PIDS; wait",
	} {
		t.Run(name, func(t *testing.T) {
			pids := filepath.Join(t.TempDir(), "pids")
			must(t, syscall.Mkfifo(pids, 0o600))
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			child := make(chan int, 1)
			go func() {
				text, _ := os.ReadFile(pids) // until the script has written and closed it
				pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
				cancel()
				child <- pid
			}()
			e, err := runBash(ctx, "export PIDS="+pids+"; "+script)
			if !errors.Is(err, context.Canceled) || !strings.HasPrefix(e.stdout.String(), "before\n") {
				t.Fatalf("error is %v, output %.20q", err, e.stdout.String())
			}
			pid := <-child
			if pid < 2 {
				t.Fatalf("the script did not run: %d", pid)
			}
			if strings.Contains(script, "setsid") {
				must(t, syscall.Kill(pid, syscall.SIGKILL)) // it runs on, but nobody waits for it
				return
			}
			isKilled(t, pid)
		})
	}
}

// isKilled waits until a process is gone, or is only waited for by its parent.
func isKilled(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") || strings.Contains(string(stat), ") X ") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("process %d still runs", pid)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
