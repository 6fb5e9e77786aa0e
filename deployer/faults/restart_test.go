package faults

import (
	"bytes"
	"net"
	neturl "net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/faultproxy"
)

// TestADeployerSurvivesAnAPIServerThatIsRestartedThreeTimes takes the proxy down while objects are tried, written, and
// waited for.
func TestADeployerSurvivesAnAPIServerThatIsRestartedThreeTimes(t *testing.T) {
	t.Parallel()
	x := begin(t)
	outage := faultproxy.First(func(faultproxy.Request) {
		x.proxy.Down()
		time.AfterFunc(lasting(2*time.Second, 20*time.Second), func() {
			if err := x.proxy.Up(); err != nil {
				t.Error(err)
			}
		})
	})
	x.proxy.Add(
		faultproxy.Rule{Match: func(r faultproxy.Request) bool { return r.DryRun }, Skip: 30, Times: 1, Do: outage},
		faultproxy.Rule{Match: faultproxy.Writes, Skip: 30, Times: 1, Do: outage},
		faultproxy.Rule{Match: faultproxy.All(faultproxy.Verbs("watch"), faultproxy.Of("pods")), Times: 1, Do: outage})
	x.play = func() { time.AfterFunc(lasting(time.Second, 10*time.Second), x.makeReady) }
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.spoiled(3)
	x.converged()
}

// TestADeployerSurvivesRealRestarts ends the API server's process of the embedded cluster, which then is started again:
// while objects are tried, written, and waited for. All other tests of the cluster would suffer from it.
func TestADeployerSurvivesRealRestarts(t *testing.T) {
	if !long {
		t.Skip("it disturbs all other tests of the cluster: see make faults")
	}
	x := begin(t)
	killed := 0
	restart := faultproxy.First(func(faultproxy.Request) { x.killAPIServer(); killed++ })
	x.proxy.Add(
		faultproxy.Rule{Match: func(r faultproxy.Request) bool { return r.DryRun }, Skip: 30, Times: 1, Do: restart},
		faultproxy.Rule{Match: faultproxy.Writes, Skip: 30, Times: 1, Do: restart},
		faultproxy.Rule{Match: faultproxy.All(faultproxy.Verbs("watch"), faultproxy.Of("pods")), Times: 1, Do: restart})
	x.play = func() { time.AfterFunc(40*time.Second, x.makeReady) }
	began := time.Now()
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d restarts, %s; told:\n%s", killed, time.Since(began).Round(time.Second), x.heard(event.Waiting))
	x.spoiled(3)
	x.converged()
}

// killAPIServer ends the API server of the embedded cluster, whose supervisor starts it again.
func (x *trial) killAPIServer() {
	server, err := neturl.Parse(x.cluster.Config.Host)
	if err != nil {
		x.Error(err)
		return
	}
	address, _, err := net.SplitHostPort(server.Host)
	if err != nil {
		x.Error(err)
		return
	}
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		x.Error(err)
		return
	}
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(line, []byte("kube-apiserver\x00")) || !bytes.Contains(line, []byte("--advertise-address="+address+"\x00")) {
			continue
		}
		pid, err := strconv.Atoi(strings.Split(file, "/")[2])
		if err != nil {
			x.Error(err)
			return
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			x.Error(err)
		}
		return
	}
	x.Errorf("no process on this machine is the API server at %s", address)
}
