package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
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
	return nil, unfinished()
}

func (s *Server) registerCluster(ctx context.Context, in *struct {
	Body struct {
		Name       string         `json:"name"`
		Title      string         `json:"title"`
		Purpose    domain.Purpose `json:"purpose" enum:"projects,verification,both"`
		Kubeconfig string         `json:"kubeconfig" maxLength:"100000" writeOnly:"true" doc:"YAML with certificates or a token in it; plug-ins and paths are refused"`
	}
}) (*answer[*domain.Cluster], error) {
	return nil, unfinished()
}

func (s *Server) getCluster(ctx context.Context, in *InCluster) (*answer[*domain.Cluster], error) {
	return nil, unfinished()
}

func (s *Server) editCluster(ctx context.Context, in *struct {
	InCluster
	Body struct {
		Based
		Title      *string         `json:"title,omitempty"`
		Purpose    *domain.Purpose `json:"purpose,omitempty" enum:"projects,verification,both"`
		Kubeconfig *string         `json:"kubeconfig,omitempty" maxLength:"100000" writeOnly:"true"`
	}
}) (*answer[*domain.Cluster], error) {
	return nil, unfinished()
}

func (s *Server) checkCluster(ctx context.Context, in *InCluster) (*answer[*domain.Cluster], error) {
	return nil, unfinished()
}

func (s *Server) deleteCluster(ctx context.Context, in *InCluster) (*none, error) {
	return nil, unfinished()
}

// InCluster names a cluster in the path.
type InCluster struct {
	Cluster string `path:"cluster"`
}
