package supervisor

import (
	"context"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/cluster/components"
	"github.com/chandler-dev/chandler/cluster/images"
	"github.com/chandler-dev/chandler/cluster/node"
	"github.com/chandler-dev/chandler/cluster/objects"
	"github.com/chandler-dev/chandler/cluster/state"
	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// startCluster starts the components and returns when the cluster is ready for use.
func (s *Supervisor) startCluster(ctx context.Context) error {
	config, err := administrator()
	if err != nil {
		return err
	}
	for _, c := range []components.Component{components.Etcd(), components.APIServer(s.settings), components.Containerd()} {
		if err := s.run(ctx, c); err != nil {
			return err
		}
	}
	group, starting := errgroup.WithContext(ctx)
	group.Go(func() error { return s.progress.wait("containerd", func() error { return loadPause(starting) }) })
	group.Go(func() error { return s.startControl(ctx, starting, config) })
	return group.Wait()
}

// startControl starts what needs the API server, and waits until all of it works.
func (s *Supervisor) startControl(ctx, starting context.Context, config *rest.Config) error {
	if err := s.progress.wait("the API server", func() error { return reachable(starting, config) }); err != nil {
		return err
	}
	for _, c := range []components.Component{
		components.Kubelet(s.settings), components.Scheduler(), components.KubeProxy(s.settings), components.CoreDNS(s.settings),
	} {
		if err := s.run(ctx, c); err != nil {
			return err
		}
	}
	// The garbage collector learns of new kinds every 30 seconds only, so it has to find Application when it starts.
	if err := s.progress.wait("the kind Application", func() error { return objects.InstallApplication(starting, config) }); err != nil {
		return err
	}
	if err := s.run(ctx, components.ControllerManager(s.settings)); err != nil {
		return err
	}
	if err := s.startOwnControllers(ctx, starting, config); err != nil {
		return err
	}
	return s.awaitReady(starting, config)
}

// loadPause loads the image without which no Pod starts, once containerd is there.
func loadPause(ctx context.Context) error {
	client, err := images.Connect(ctx, components.ContainerdSocket)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	return images.LoadPause(ctx, client, node.Programs)
}

// administrator is the configuration of a client that may do everything.
func administrator() (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", state.Inside.PKI("admin.kubeconfig"))
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig: %w", err)
	}
	config.QPS, config.Burst = -1, -1
	return config, nil
}

// reachable waits until the API server answers. There is nothing to watch before it does.
func reachable(ctx context.Context, config *rest.Config) error {
	client, err := rest.UnversionedRESTClientFor(unversioned(config))
	if err != nil {
		return err
	}
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	for {
		if client.Get().AbsPath("/livez").Do(ctx).Error() == nil {
			return nil
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
