package faults

import (
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/faultproxy"
)

// grace is how long a deployer that is told to stop may take to mark its Application.
const grace = 5 * time.Second

func TestADeployerThatIsToldToStopMarksItsApplicationAndLetsGo(t *testing.T) {
	configs := faultproxy.All(faultproxy.Writes, faultproxy.Of("configmaps"))
	tests := map[string]struct {
		match faultproxy.Match
		do    faultproxy.Fault // holds the deployer up, for longer than anybody waits
	}{
		"while it asks for the cluster's version": {func(r faultproxy.Request) bool { return r.Path == "/version" }, faultproxy.Delay(time.Hour)},
		"while it tries all objects":              {func(r faultproxy.Request) bool { return r.DryRun }, faultproxy.Delay(time.Hour)},
		"while it writes":                         {configs, faultproxy.Delay(time.Hour)},
		"while the server asks for patience":      {configs, faultproxy.Busy(time.Minute)},
		"while watches are refused":               {faultproxy.Verbs("watch"), faultproxy.Busy(time.Minute)},
		"while watches are silent":                {faultproxy.All(faultproxy.Verbs("watch"), faultproxy.Of("pods")), faultproxy.Delay(time.Hour)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := begin(t)
			reached := make(chan struct{})
			reach := sync.OnceFunc(func() { close(reached) })
			x.proxy.Add(faultproxy.Rule{Match: test.match, Do: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				reach()
				test.do(w, r, next)
			}})
			p := x.start(nil)
			<-reached
			x.stop(p)
		})
	}
}

func TestADeployerThatWaitsStopsAtOnce(t *testing.T) {
	t.Parallel()
	x := begin(t)
	waits := make(chan struct{})
	told := sync.OnceFunc(func() { close(waits) })
	p := x.start(func(line string) {
		if strings.Contains(line, "wait    waiting for Pod/pod") {
			told()
		}
	})
	<-waits
	x.stop(p)
}

func (x *trial) stop(p *process) {
	x.Helper()
	began := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		x.Fatal(err)
	}
	<-p.ended
	took := time.Since(began)
	x.Logf("it ended after %s", took.Round(time.Millisecond))
	if took > grace || p.ProcessState.ExitCode() != 1 || !strings.Contains(p.output.String(), "stopped: terminated") {
		x.Errorf("it ended after %s with %d:\n%s", took, p.ProcessState.ExitCode(), p.output)
	}
	if phase := x.phase(); phase != "Failed" {
		x.Errorf("phase %q", phase)
	}
	_, err := x.cluster.Typed.CoordinationV1().Leases(x.namespace).Get(x.Context(), "a-deployer", metav1.GetOptions{})
	if !apierrors.IsNotFound(err) {
		x.Errorf("its lock is still there: %v", err)
	}
}

func TestASecondSignalEndsADeployerAtOnce(t *testing.T) {
	t.Parallel()
	x := begin(t)
	stopping := make(chan struct{}, 1)
	x.proxy.Add(faultproxy.Rule{Match: faultproxy.All(faultproxy.Verbs("patch"), faultproxy.Of("applications")), Do: faultproxy.First(func(faultproxy.Request) {
		stopping <- struct{}{}
		<-t.Context().Done()
	})})
	waiting := make(chan struct{}, 100)
	p := x.start(func(line string) {
		if strings.Contains(line, "wait    waiting for Pod/pod") {
			waiting <- struct{}{}
		}
	})
	<-waiting
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-stopping
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	if p.ProcessState.ExitCode() != 128+int(syscall.SIGTERM) {
		t.Errorf("it ended with %s:\n%s", p.ProcessState, p.output)
	}
}
