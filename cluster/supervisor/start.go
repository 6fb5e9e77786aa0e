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
	for _, c := range []components.Component{components.Etcd(), components.APIServer(s.settings), components.Containerd(s.settings)} {
		if err := s.run(ctx, c); err != nil {
			return err
		}
	}
	group, starting := errgroup.WithContext(ctx)
	group.Go(func() error {
		return s.progress.wait("containerd", func() error { return s.startImages(ctx, starting) })
	})
	group.Go(func() error { return s.startControl(ctx, starting, config) })
	return group.Wait()
}

// startControl starts what needs the API server, and waits until all of it works.
func (s *Supervisor) startControl(ctx, starting context.Context, config *rest.Config) error {
	if err := s.progress.wait("the API server", func() error { return answers(starting, config, "/version") }); err != nil {
		return err
	}
	if err := s.run(ctx, components.Kubelet(s.settings)); err != nil {
		return err
	}
	if err := s.readyForControllers(starting, config); err != nil {
		return err
	}
	for _, c := range []components.Component{
		components.ControllerManager(s.settings), components.CoreDNS(s.settings), components.Scheduler(), components.KubeProxy(s.settings),
	} {
		if err := s.run(ctx, c); err != nil {
			return err
		}
	}
	if err := s.startOwnControllers(ctx, starting, config); err != nil {
		return err
	}
	return s.awaitReady(starting, config)
}

// readyForControllers returns when controllers find what they need at their first try; else they try again after
// seconds. The API server makes their roles a second after it began to answer, and the garbage collector looks for new
// kinds every 30 seconds, so that it has to find Application when it starts.
func (s *Supervisor) readyForControllers(ctx context.Context, config *rest.Config) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return s.progress.wait("the kind Application", func() error { return objects.InstallApplication(ctx, config) })
	})
	group.Go(func() error {
		return s.progress.wait("the API server's roles", func() error { return answers(ctx, config, "/livez") })
	})
	return group.Wait()
}

// startImages waits for containerd, gives it the image without which no Pod starts, and serves what it has.
func (s *Supervisor) startImages(ctx, starting context.Context) error {
	client, err := images.Connect(starting, components.ContainerdSocket)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = client.Close() })
	if err := images.LoadPause(starting, client, node.Programs); err != nil {
		return err
	}
	return s.mirror(ctx, client)
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

// answers waits until the API server answers at the path. There is nothing to watch before it does.
func answers(ctx context.Context, config *rest.Config, path string) error {
	client, err := rest.UnversionedRESTClientFor(unversioned(config))
	if err != nil {
		return err
	}
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	for {
		if client.Get().AbsPath(path).Do(ctx).Error() == nil {
			return nil
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
