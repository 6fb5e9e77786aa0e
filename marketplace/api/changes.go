package api

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Change is a revision of an instance. Secret values are "(kept)".
type Change struct {
	domain.Change
	Values map[string]any `json:"values,omitempty" doc:"What the user set; absent in lists"`
}

// Target is a version that an instance may change to.
type Target struct {
	ID     string              `json:"id"`
	Number string              `json:"number"`
	State  domain.VersionState `json:"state"`
	// Current tells that it is the instance's version; choosing it changes settings only.
	Current bool `json:"current"`
}

// MergePreview is what an upgrade would start from.
type MergePreview struct {
	From string `json:"from" doc:"Version number"`
	To   string `json:"to" doc:"Version number"`
	// Current is what the user set, Values what the merge gives for the target version.
	Current    map[string]any  `json:"current"`
	Values     map[string]any  `json:"values"`
	Parameters []domain.Merged `json:"parameters"`
	Schema     json.RawMessage `json:"schema" doc:"Of the target version"`
	UISchema   json.RawMessage `json:"uiSchema"`
}

func (s *Server) changeRoutes(api huma.API) {
	const tag = "Revisions of instances"
	route(api, "GET", "/instances/{instance}/changes", "listChanges", tag, "All revisions, newest first", s.listChanges)
	route(api, "GET", "/instances/{instance}/changes/{n}", "getChange", tag, "One revision, with its values and outcome", s.getChange)
	route(api, "GET", "/instances/{instance}/targets", "listTargets", tag, "Versions that it may change to, highest first", s.listTargets)
	route(api, "GET", "/instances/{instance}/merge", "previewMerge", tag, "Three-way merge of the user's values to a version", s.previewMerge)
	route(api, "POST", "/instances/{instance}/changes", "changeInstance", tag, "Change settings, or upgrade", s.changeInstance)
	route(api, "POST", "/instances/{instance}/retry", "retryInstance", tag, "Try the failed revision again", s.retryInstance)
	route(api, "POST", "/instances/{instance}/rollback", "rollbackInstance", tag, "Go back to an earlier revision's version and values", s.rollbackInstance)
}

func (s *Server) listChanges(ctx context.Context, in *InInstance) (*answer[[]Change], error) {
	return nil, unfinished()
}

func (s *Server) getChange(ctx context.Context, in *struct {
	InInstance
	N int `path:"n"`
}) (*answer[Change], error) {
	return nil, unfinished()
}

func (s *Server) listTargets(ctx context.Context, in *InInstance) (*answer[[]Target], error) {
	return nil, unfinished()
}

func (s *Server) previewMerge(ctx context.Context, in *struct {
	InInstance
	Version string `query:"version" required:"true" doc:"Id"`
}) (*answer[MergePreview], error) {
	return nil, unfinished()
}

func (s *Server) changeInstance(ctx context.Context, in *struct {
	InInstance
	Idempotent
	Body struct {
		Based
		Version string         `json:"version" doc:"Id; the instance's own for other settings only"`
		Values  map[string]any `json:"values" doc:"What differs from the defaults; a secret one as (kept) stays as it was"`
	}
}) (*answer[Instance], error) {
	return nil, unfinished()
}

func (s *Server) retryInstance(ctx context.Context, in *struct {
	InInstance
	Idempotent
	Body struct{ Based }
}) (*answer[Instance], error) {
	return nil, unfinished()
}

func (s *Server) rollbackInstance(ctx context.Context, in *struct {
	InInstance
	Idempotent
	Body struct {
		Based
		To int `json:"to" minimum:"1" doc:"The earlier revision"`
	}
}) (*answer[Instance], error) {
	return nil, unfinished()
}
