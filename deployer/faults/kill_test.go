package faults

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/internal/faultproxy"
)

// TestADeployerThatIsKilledAfterAnyWriteGoesOnWhenItIsRunAgain kills it with SIGKILL when the API server has done a
// write and nobody knows yet: after each single one in the long run, after some in the short one.
func TestADeployerThatIsKilledAfterAnyWriteGoesOnWhenItIsRunAgain(t *testing.T) {
	step := 20
	if long {
		step = 1
	}
	for n := 1; n <= withoutFaults(t).writes; n += step {
		t.Run(fmt.Sprintf("write %d", n), func(t *testing.T) {
			t.Parallel()
			x := begin(t)
			x.killAfter(faultproxy.Writes, n)
			x.proxy.Clear()
			if err := x.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			x.converged()
		})
	}
}

// killAfter runs the deployer's program and kills it when the n-th request of a match has been done.
func (x *trial) killAfter(match faultproxy.Match, n int) {
	x.Helper()
	started := make(chan *process, 1)
	x.proxy.Add(faultproxy.Rule{Match: match, Skip: n - 1, Times: 1, Do: faultproxy.Then(func(faultproxy.Request) {
		p := <-started
		if err := p.Process.Kill(); err != nil {
			x.Error(err)
		}
		<-p.ended
	})})
	p := x.start(func(line string) {
		if strings.Contains(line, "wait    waiting for Pod/pod") {
			x.makeReady()
		}
	})
	started <- p
	<-p.ended
	if p.ProcessState.ExitCode() != -1 { // -1: by a signal
		x.Fatalf("it was not killed, but ended with %d:\n%s", p.ProcessState.ExitCode(), p.output)
	}
}

func TestADeployerThatIsKilledWhenItHasItsLockGoesOnWhenItIsRunAgain(t *testing.T) {
	t.Parallel()
	x := begin(t)
	x.killAfter(faultproxy.All(faultproxy.Of("leases"), faultproxy.Verbs("create")), 1)
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told := x.heard("waiting"); !strings.Contains(told, "expand: Lease/a-deployer: ") {
		t.Errorf("it did not say that it waits for the lock of the one that is dead:\n%s", told)
	}
	x.converged()
}
