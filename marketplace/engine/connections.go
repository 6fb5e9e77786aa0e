package engine

import (
	"context"
	"fmt"
	"sync"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// connections are those to the registered clusters, each made when it is first asked for.
type connections struct {
	store  store.Store
	sealer *auth.Sealer

	mutex sync.Mutex
	made  map[string]*connection
}

// connection is one to a cluster as it was registered then.
type connection struct {
	*clusters.Cluster
	kubeconfig string
	// loader brings images to its nodes; nil for a cluster whose nodes pull.
	loader clusters.Loader
}

func newConnections(s store.Store, sealer *auth.Sealer) *connections {
	return &connections{store: s, sealer: sealer, made: map[string]*connection{}}
}

// to gives the connection to a cluster. The error says that there is no such cluster, or that its kubeconfig will not do.
func (c *connections) to(ctx context.Context, name string) (*connection, error) {
	var registered *domain.Cluster
	err := c.store.View(ctx, func(tx store.Tx) (err error) {
		registered, err = tx.GetCluster(name)
		return err
	})
	if err != nil {
		return nil, err
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if have := c.made[name]; have != nil && have.kubeconfig == string(registered.Kubeconfig) {
		return have.loading(registered)
	}
	made, err := c.connect(registered)
	if err != nil {
		return nil, fmt.Errorf("connect to cluster %s: %w", name, err)
	}
	if old := c.made[name]; old != nil {
		old.Close()
	}
	c.made[name] = made
	return made.loading(registered)
}

func (c *connections) connect(registered *domain.Cluster) (*connection, error) {
	text, err := c.sealer.Open(registered.Kubeconfig, auth.AboutCluster(registered.Name))
	if err != nil {
		return nil, err
	}
	k, err := clusters.CheckKubeconfig(text, clusters.AllowInsecure) // whether that may be was decided when it was registered
	if err != nil {
		return nil, err
	}
	cluster, err := clusters.Connect(k)
	return &connection{Cluster: cluster, kubeconfig: string(registered.Kubeconfig)}, err
}

// loading gives the connection as it is for the cluster's nodes: those of an embedded cluster take archives.
func (c *connection) loading(registered *domain.Cluster) (*connection, error) {
	with := *c
	if registered.Embedded == "" {
		return &with, nil
	}
	var err error
	with.loader, err = clusters.Embedded(registered.Embedded)
	return &with, err
}

func (c *connections) close() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for name, made := range c.made {
		made.Close()
		delete(c.made, name)
	}
}
