package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) clusterRoutes(api huma.API) {
	const tag = "Clusters"
	route(api, "GET", "/clusters", "listClusters", tag, "All clusters; who may not manage them sees names and titles", s.listClusters)
	route(api, "POST", "/clusters", "registerCluster", tag, "Register a cluster", s.registerCluster)
	route(api, "GET", "/clusters/{cluster}", "getCluster", tag, "One cluster", s.getCluster)
	route(api, "PATCH", "/clusters/{cluster}", "editCluster", tag, "Change a cluster's title, purpose or credentials", s.editCluster)
	route(api, "POST", "/clusters/{cluster}/check", "checkCluster", tag, "Ask the cluster how it is", s.checkCluster)
	route(api, "DELETE", "/clusters/{cluster}", "deleteCluster", tag, "Remove a cluster without projects from the store; the cluster itself stays as it is", s.deleteCluster)
}

func (s *Server) listClusters(ctx context.Context, _ *none) (*answer[[]*domain.Cluster], error) {
	p, err := may(ctx, domain.ChooseClusters, domain.Object{})
	if err != nil {
		return nil, err
	}
	out := &answer[[]*domain.Cluster]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.ListClusters()
		if !p.Has(domain.EditClusters, domain.Object{}) {
			for i, c := range out.Body {
				out.Body[i] = &domain.Cluster{Name: c.Name, Title: c.Title, Purpose: c.Purpose, State: c.State}
			}
		}
		return err
	})
}

func (s *Server) registerCluster(ctx context.Context, in *struct {
	Body struct {
		Name       string         `json:"name"`
		Title      string         `json:"title"`
		Purpose    domain.Purpose `json:"purpose" enum:"projects,verification,both"`
		Kubeconfig string         `json:"kubeconfig" maxLength:"100000" writeOnly:"true" doc:"YAML with certificates or a token in it; plug-ins and paths are refused"`
	}
}) (*answer[*domain.Cluster], error) {
	p, err := may(ctx, domain.EditClusters, domain.Object{})
	if err != nil {
		return nil, err
	}
	cluster := &domain.Cluster{Name: in.Body.Name, Title: in.Body.Title, Purpose: in.Body.Purpose, Created: s.now()}
	err = domain.Together("the cluster is not in order", domain.CheckName("body.name", cluster.Name), domain.CheckTitle("body.title", cluster.Title),
		s.setKubeconfig(cluster, in.Body.Kubeconfig))
	if err != nil {
		return nil, err
	}
	return &answer[*domain.Cluster]{cluster}, s.Store.Update(ctx, func(tx store.Tx) error {
		if err := tx.InsertCluster(cluster); err != nil {
			return err
		}
		if err := tx.Enqueue(store.WorkCheckCluster, cluster.Name); err != nil {
			return err
		}
		return tx.Audit(s.clusterEntry(p, "cluster.register", cluster, cluster.Server))
	})
}

func (s *Server) getCluster(ctx context.Context, in *InCluster) (*answer[*domain.Cluster], error) {
	if _, err := may(ctx, domain.EditClusters, domain.Object{}); err != nil {
		return nil, err
	}
	out := &answer[*domain.Cluster]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.GetCluster(in.Cluster)
		return err
	})
}

func (s *Server) editCluster(ctx context.Context, in *struct {
	InCluster
	Body ClusterChange
}) (*answer[*domain.Cluster], error) {
	p, err := may(ctx, domain.EditClusters, domain.Object{})
	if err != nil {
		return nil, err
	}
	out := &answer[*domain.Cluster]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		cluster, err := tx.GetCluster(in.Cluster)
		if err == nil {
			err = domain.Stale("cluster "+in.Cluster, in.Body.Revision, cluster.Revision)
		}
		if err != nil {
			return err
		}
		said, err := s.changeCluster(tx, cluster, &in.Body)
		if err != nil {
			return err
		}
		out.Body = cluster
		if err := tx.UpdateCluster(cluster); err != nil {
			return err
		}
		tx.Notify("cluster/" + cluster.Name)
		return tx.Audit(s.clusterEntry(p, "cluster.edit", cluster, said))
	})
}

func (s *Server) checkCluster(ctx context.Context, in *InCluster) (*answer[*domain.Cluster], error) {
	if _, err := may(ctx, domain.EditClusters, domain.Object{}); err != nil {
		return nil, err
	}
	out := &answer[*domain.Cluster]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		cluster, err := tx.GetCluster(in.Cluster)
		if err != nil {
			return err
		}
		out.Body = cluster
		if err := askAgain(tx, cluster); err != nil {
			return err
		}
		tx.Notify("cluster/" + cluster.Name)
		return tx.UpdateCluster(cluster)
	})
}

func (s *Server) deleteCluster(ctx context.Context, in *InCluster) (*none, error) {
	p, err := may(ctx, domain.EditClusters, domain.Object{})
	if err != nil {
		return nil, err
	}
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		cluster, err := tx.GetCluster(in.Cluster)
		if err != nil {
			return err
		}
		if err := tx.DeleteCluster(cluster.Name); err != nil {
			return err
		}
		return tx.Audit(s.clusterEntry(p, "cluster.delete", cluster, cluster.Server))
	})
}

// InCluster names a cluster in the path.
type InCluster struct {
	Cluster string `path:"cluster"`
}
