package lifecycle

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/chandler-dev/chandler/cluster/control"
	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/chandler-dev/chandler/cluster/supervisor"
)

// SuperviseVerb is the hidden verb of the binary that runs a supervisor.
const SuperviseVerb = "supervise"

const namespaces = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS

// launch starts the supervisor in namespaces of its own, connects it with the host, and orders it to go on. Should this
// process be killed in between, the supervisor gets no order and ends.
func launch(d state.Dir, r state.Record, o UpOptions, begun time.Time) error {
	listener, err := control.Listen(d)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	orders, pipe, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the cluster: %w", err)
	}
	defer func() { _ = pipe.Close() }()
	socket, err := listener.File()
	if err != nil {
		return fmt.Errorf("start the cluster: %w", err)
	}
	hostNetwork, err := os.Open("/proc/self/ns/net")
	if err != nil {
		return fmt.Errorf("start the cluster: %w", err)
	}
	process, err := spawn(d, orders, socket, hostNetwork)
	_, _, _ = orders.Close(), socket.Close(), hostNetwork.Close()
	if err != nil {
		return err
	}
	if err := state.WriteJSON(d.Process(), process); err != nil {
		return err
	}
	plan := network.Plan{Range: r.Range}
	if err := network.Connect(r.Link, plan, process.PID); err != nil {
		return err
	}
	order, err := newOrder(d, r, o, begun)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(pipe).Encode(order); err != nil {
		return fmt.Errorf("start the cluster: %w", err)
	}
	return nil
}

func newOrder(d state.Dir, r state.Record, o UpOptions, begun time.Time) (supervisor.Order, error) {
	addresses, err := network.HostAddresses()
	if err != nil {
		return supervisor.Order{}, err
	}
	host := o.Host
	host.State = string(d)
	return supervisor.Order{
		Record: r, Host: host, Resolvers: network.Resolvers(), Addresses: addresses, Proxies: proxies(r), StartedAt: begun,
	}, nil
}

// spawn starts this program as a supervisor that outlives its starter and shares nothing with it: no terminal, no
// standard input or output.
func spawn(d state.Dir, files ...*os.File) (state.Process, error) {
	if err := os.Rename(d.Log("supervisor"), d.Log("supervisor")+".1"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return state.Process{}, fmt.Errorf("rotate log: %w", err)
	}
	log, err := os.OpenFile(d.Log("supervisor"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return state.Process{}, fmt.Errorf("open log: %w", err)
	}
	defer func() { _ = log.Close() }()
	command := exec.Command("/proc/self/exe", SuperviseVerb, string(d))
	command.Args[0] = "chandler-cluster"
	command.Dir, command.Env = "/", environment()
	command.Stdout, command.Stderr = log, log
	command.ExtraFiles = files
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Cloneflags: namespaces}
	if err := command.Start(); err != nil {
		return state.Process{}, fmt.Errorf("make namespaces for the cluster: %w (is this a container without the rights of its host's root?)", err)
	}
	process, err := state.Identify(command.Process.Pid)
	if err != nil {
		return state.Process{}, errors.Join(fmt.Errorf("start the cluster: %w", err), command.Process.Kill())
	}
	return process, command.Process.Release()
}

// environment is what components get of this process's: nothing that changes how they work.
func environment() []string {
	kept := []string{"HOME=/root", "LANG=C.UTF-8"}
	for _, variable := range os.Environ() {
		switch name, _, _ := strings.Cut(variable, "="); name {
		case "PATH", "TZ", "GOMAXPROCS":
			kept = append(kept, variable)
		}
	}
	return kept
}

// proxies are the variables that name the host's HTTP proxies, which do not apply to the cluster's own addresses.
func proxies(r state.Record) []string {
	var found []string
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		switch strings.ToUpper(name) {
		case "HTTP_PROXY", "HTTPS_PROXY":
			found = append(found, variable)
		case "NO_PROXY":
			found = append(found, name+"="+value+","+r.Range.String())
		}
	}
	return found
}
