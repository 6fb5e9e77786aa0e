package supervisor

import (
	"context"

	"github.com/chandler-dev/chandler/cluster/controllers"
	"github.com/chandler-dev/chandler/cluster/node"
	"github.com/chandler-dev/chandler/cluster/objects"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// startOwnControllers starts what a cloud would provide: volumes and load balancers.
func (s *Supervisor) startOwnControllers(ctx, starting context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := objects.InstallStorageClass(starting, client); err != nil {
		return err
	}
	set := controllers.New(client, controllers.Settings{
		Node: s.settings.Node, Volumes: node.Volumes, LoadBalancers: s.settings.Plan.LoadBalancers(),
	})
	s.group.Go(func() error { return set.Run(ctx) })
	return nil
}
