// Package supervisor is the first process of a cluster's namespaces. It sets up the node, starts the components in
// order, keeps them running, and tells how far things are. When it ends, the kernel ends all that runs in its PID
// namespace, and with it the mounts and interfaces.
package supervisor

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/chandler-dev/chandler/cluster/cgroups"
	"github.com/chandler-dev/chandler/cluster/components"
	"github.com/chandler-dev/chandler/cluster/control"
	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/node"
	"github.com/chandler-dev/chandler/cluster/state"
	"golang.org/x/sync/errgroup"
)

// Supervisor runs one cluster.
type Supervisor struct {
	order     Order
	settings  components.Settings
	reaper    *reaper
	progress  *progress
	processes []*process
	deaths    deaths
	group     *errgroup.Group
	mu        sync.Mutex // guards processes
}

// Main runs the cluster it is ordered to, until it is told to end. It returns why it could not go on.
func Main() error {
	order, err := readOrder()
	if err != nil {
		return err
	}
	listener, err := net.FileListener(os.NewFile(socketFile, "control socket"))
	if err != nil {
		return fmt.Errorf("listen for commands: %w", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	s := &Supervisor{
		order: order, settings: order.settings(), reaper: newReaper(), progress: newProgress(order.StartedAt), group: group,
	}
	s.deaths.told = s.progress.fail
	group.Go(func() error { return s.serve(ctx, listener) })
	group.Go(func() error { s.reaper.run(ctx); return nil })
	group.Go(func() error { return trimLogs(ctx) })
	group.Go(func() error { s.bringUp(ctx); return nil })
	return group.Wait()
}

// bringUp starts the cluster. When that fails, the supervisor stays to tell why.
func (s *Supervisor) bringUp(ctx context.Context) {
	err := s.setUpNode(ctx)
	if err == nil {
		err = s.startCluster(ctx)
	}
	if err != nil {
		slog.Error("the cluster did not start", "error", err)
		s.progress.fail(err)
		return
	}
	s.progress.ready()
	status, _ := s.progress.get()
	slog.Info("the cluster is ready", "seconds", status.StartSeconds)
}

// setUpNode makes a node of the namespaces.
func (s *Supervisor) setUpNode(ctx context.Context) error {
	if err := os.Setenv("PATH", node.Programs+":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return node.Mount(s.order.Host) },
		func() error { return node.SetKernel(s.settings.Node) },
		func() error { return cgroups.Create(s.settings.Cgroup) },
		func() error { return network.SetUpNode(s.settings.Plan) },
		func() error { return os.MkdirAll(state.Inside.Config(""), 0o700) },
		func() error { return components.WriteNetwork(s.settings) },
		func() error { return components.WriteResolvConf(s.settings) },
		func() error { return node.Resolve(state.Inside.Config("resolv.conf")) },
		func() error { return s.filter(ctx) },
		func() error { return s.relay(ctx) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("set up the node: %w", err)
		}
	}
	return nil
}

// run keeps a component running from now on.
func (s *Supervisor) run(ctx context.Context, c components.Component) error {
	if err := c.Write(); err != nil {
		return err
	}
	p := &process{component: c, reaper: s.reaper, failed: s.deaths.count}
	s.mu.Lock()
	s.processes = append(s.processes, p)
	s.mu.Unlock()
	s.group.Go(func() error { return p.run(ctx) })
	return nil
}

func (s *Supervisor) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{Handler: control.Handler(s.status), BaseContext: func(net.Listener) context.Context { return ctx }}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(listener); err != nil && ctx.Err() == nil {
		return fmt.Errorf("listen for commands: %w", err)
	}
	return nil
}

// status adds the components to what the supervisor tells of itself.
func (s *Supervisor) status() (control.Status, <-chan struct{}) {
	status, changed := s.progress.get()
	s.mu.Lock()
	defer s.mu.Unlock()
	status.Components = append(status.Components, control.Component{Name: "supervisor", Running: true, MemoryBytes: memory(os.Getpid())})
	for _, p := range s.processes {
		status.Components = append(status.Components, p.status())
	}
	return status, changed
}
