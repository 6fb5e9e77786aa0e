package tester

import (
	"context"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// run is the state of one Run.
type run struct {
	Options
	printer
	failures int // of the suites that have ended
	skipped  int // actions that were not run because the context ended
}

// failure is why an action failed.
type failure struct {
	reason         string // one line: what was expected, and what was got
	stdout, stderr string
}

// failed is an action that failed, for the summary of its suite.
type failed struct {
	name string
	*failure
}

// suite runs the actions and sums them up. Conditions see the failures of earlier suites only, as in the reference.
func (r *run) suite(ctx context.Context, s *testspec.Suite) {
	if len(s.Actions) == 0 {
		r.say(" > Nothing to run!")
		return
	}
	var failures []failed
	done := 0
	for i, a := range s.Actions {
		if ctx.Err() != nil {
			break
		}
		done++
		name := fmt.Sprintf("%3d: %s", i, printable(a.Name, longestText))
		r.say(" > %s", name)
		if f := r.action(ctx, a); f != nil {
			failures = append(failures, failed{name, f})
		}
	}
	r.failures += len(failures)
	r.skipped += len(s.Actions) - done
	if len(failures) > 0 || done == len(s.Actions) {
		r.summary(done, failures)
	}
}

// action runs an action and tells how it went; nil if it passed or is skipped.
func (r *run) action(ctx context.Context, a testspec.Action) *failure {
	if a.Condition != nil {
		if reason := checkInt("failuresSoFar", r.failures, a.Condition.FailuresSoFar); reason != "" {
			r.say(" SKIPPED: Condition not satisfied: %s", reason)
			return nil
		}
	}
	f := r.test(ctx, a)
	if f == nil {
		r.say(" PASSED")
		return nil
	}
	r.say(" FAILED: %s", f.reason)
	r.output("stdout", f.stdout, longOutput)
	r.output("stderr", f.stderr, longOutput)
	return f
}

func (r *run) test(ctx context.Context, a testspec.Action) *failure {
	switch {
	case a.HTTPTest != nil:
		return within(ctx, r.timeout(HTTPTimeout), func(ctx context.Context) *failure { return testHTTP(ctx, a.HTTPTest) })
	case a.GCP != nil:
		return &failure{reason: "gcp actions are not supported: they change Google Cloud's Runtime Configurator, which is not there in other clusters; remove the action"}
	case a.BashTest != nil:
		return within(ctx, r.timeout(BashTimeout), func(ctx context.Context) *failure { return testBash(ctx, a.BashTest) })
	}
	return nil
}

func (r *run) timeout(otherwise time.Duration) time.Duration {
	if r.Timeout > 0 {
		return r.Timeout
	}
	return otherwise
}

// within bounds the time of a test, and says so where the test failed by that.
func within(ctx context.Context, timeout time.Duration, test func(context.Context) *failure) *failure {
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	f := test(bounded)
	switch {
	case f == nil || bounded.Err() == nil:
	case ctx.Err() != nil:
		f.reason = "interrupted"
	default:
		f.reason = fmt.Sprintf("not done within %s; --timeout allows for more", timeout)
	}
	return f
}
