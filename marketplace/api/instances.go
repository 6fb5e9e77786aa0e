package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
)

// InInstance names an instance in the path.
type InInstance struct {
	Instance string `path:"instance"`
}

// Instance is an instance, as those see it who may.
type Instance struct {
	domain.Instance
	Icon string `json:"icon,omitempty"`
	// VersionState is what became of its version in the store, such as suspended.
	VersionState domain.VersionState `json:"versionState"`
	// Newer is the highest version that it may be upgraded to; empty if it is up to date.
	Newer string `json:"newer,omitempty"`
	// Doing is what its running revision is waiting for.
	Doing string `json:"doing,omitempty"`
	// May tells whether who asks may change it.
	May bool `json:"may"`
}

// What an instance is on its cluster is the engine's to say.
type (
	Removal       = engine.Removal
	RemovedObject = engine.RemovedObject
	Live          = engine.Live
)

func (s *Server) instanceRoutes(api huma.API) {
	const tag = "Instances"
	route(api, "GET", "/instances", "listInstances", tag, "Instances that one may see; orders: updated, name, state, created", s.listInstances)
	route(api, "POST", "/projects/{project}/instances", "install", tag, "Install a version", s.install)
	route(api, "GET", "/instances/{instance}", "getInstance", tag, "One instance", s.getInstance)
	route(api, "PATCH", "/instances/{instance}", "editInstance", tag, "Change the description", s.editInstance)
	route(api, "GET", "/instances/{instance}/live", "getLive", tag, "How it is on its cluster right now", s.getLive)
	route(api, "GET", "/instances/{instance}/removal", "previewRemoval", tag, "What deleting it would do", s.previewRemoval)
	route(api, "DELETE", "/instances/{instance}", "deleteInstance", tag, "Delete it; data stays as the preview says", s.deleteInstance)
}

func (s *Server) listInstances(ctx context.Context, in *struct {
	Paging
	Search
	Workspace string `query:"workspace"`
	Project   string `query:"project"`
	App       string `query:"app"`
	Version   string `query:"version"`
	State     string `query:"state" doc:"States, separated by commas"`
}) (*list[Instance], error) {
	return nil, unfinished()
}

func (s *Server) install(ctx context.Context, in *struct {
	InProject
	Idempotent
	Body struct {
		Name        string         `json:"name" doc:"A DNS label, unique in the project"`
		Description string         `json:"description,omitempty"`
		Version     string         `json:"version" doc:"Id"`
		Values      map[string]any `json:"values" doc:"What differs from the defaults"`
	}
}) (*answer[Instance], error) {
	return nil, unfinished()
}

func (s *Server) getInstance(ctx context.Context, in *InInstance) (*answer[Instance], error) {
	return nil, unfinished()
}

func (s *Server) editInstance(ctx context.Context, in *struct {
	InInstance
	Body struct {
		Based
		Description string `json:"description"`
	}
}) (*answer[Instance], error) {
	return nil, unfinished()
}

func (s *Server) getLive(ctx context.Context, in *InInstance) (*answer[Live], error) {
	return nil, unfinished()
}

func (s *Server) previewRemoval(ctx context.Context, in *InInstance) (*answer[Removal], error) {
	return nil, unfinished()
}

func (s *Server) deleteInstance(ctx context.Context, in *struct {
	InInstance
	Revision int64 `query:"revision" required:"true"`
}) (*answer[Instance], error) {
	return nil, unfinished()
}
