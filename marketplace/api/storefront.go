package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// StoreApp is an app as the store shows it: the published details, the released versions.
type StoreApp struct {
	ID           string         `json:"id"`
	Details      domain.Details `json:"details"`
	Category     string         `json:"category"`
	CategoryName string         `json:"categoryName,omitempty"`
	Workspace    string         `json:"workspace"`
	Latest       string         `json:"latest" doc:"Highest released version number"`
	Released     time.Time      `json:"released"`
}

// StoreVersion is a released version.
type StoreVersion struct {
	ID         string             `json:"id"`
	Number     string             `json:"number"`
	AppVersion string             `json:"appVersion,omitempty"`
	Changes    string             `json:"changes"`
	Released   time.Time          `json:"released"`
	Kind       domain.PackageKind `json:"kind"`
	Digest     string             `json:"digest"`
	Deployer   string             `json:"deployer"`
	Images     []string           `json:"images"`
	Size       int64              `json:"size"`
	// Verification is the evidence that it works: the latest one of this package.
	Verification *Verification `json:"verification,omitempty"`
}

func (s *Server) storeRoutes(api huma.API) {
	const tag = "Store"
	route(api, "GET", "/store/apps", "listStore", tag, "What the store shows, newest first; orders: released, name", s.listStore)
	route(api, "GET", "/store/apps/{app}", "getStoreApp", tag, "One app of the store", s.getStoreApp)
	route(api, "GET", "/store/apps/{app}/versions", "listStoreVersions", tag, "Its released versions, highest first", s.listStoreVersions)
	route(api, "GET", "/store/versions/{version}", "getStoreVersion", tag, "One released version, with the evidence of its verification", s.getStoreVersion)
}

func (s *Server) listStore(ctx context.Context, in *struct {
	Paging
	Search
	Category string `query:"category" doc:"Id, or uncategorized"`
}) (*list[StoreApp], error) {
	return nil, unfinished()
}

func (s *Server) getStoreApp(ctx context.Context, in *InApp) (*answer[StoreApp], error) {
	return nil, unfinished()
}

func (s *Server) listStoreVersions(ctx context.Context, in *struct {
	Paging
	InApp
}) (*list[StoreVersion], error) {
	return nil, unfinished()
}

func (s *Server) getStoreVersion(ctx context.Context, in *InVersion) (*answer[StoreVersion], error) {
	return nil, unfinished()
}
