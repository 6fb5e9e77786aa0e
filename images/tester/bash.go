package tester

import (
	"context"
	"fmt"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// testBash runs the script and looks at how it ended; nil if that is as expected.
func testBash(ctx context.Context, t *testspec.BashTest) *failure {
	got, err := runBash(ctx, t.Script)
	reason := ""
	if err != nil {
		reason = err.Error()
	} else if t.Expect != nil {
		reason = expectBash(got, t.Expect)
	}
	if reason == "" {
		return nil
	}
	return &failure{reason: reason, stdout: got.stdout.String(), stderr: got.stderr.String()}
}

func expectBash(got *ended, e *testspec.BashExpect) string {
	if reason := checkInt("exit code", got.code, e.ExitCode); reason != "" {
		return reason
	}
	if reason := checkOutput("stdout", &got.stdout, e.Stdout); reason != "" {
		return reason
	}
	return checkOutput("stderr", &got.stderr, e.Stderr)
}

// checkOutput does not judge an output of which a part is missing.
func checkOutput(what string, got *captured, a *testspec.StringAssert) string {
	if a != nil && got.cut {
		return fmt.Sprintf("%s is longer than %d MiB, which is more than is compared", what, longestOutput>>20)
	}
	return checkString(what, got.String(), a)
}
