package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// InApp names an app in the path.
type InApp struct {
	App string `path:"app"`
}

// App is a working copy, as those see it who may.
type App struct {
	domain.App
	WorkspaceTitle string `json:"workspaceTitle,omitempty"`
	// Unpublished tells that the store still shows earlier details.
	Unpublished bool `json:"unpublished"`
	// May are what who asks may do with the app: edit, upload, delete, suspend, activate, categorize.
	May []string `json:"may"`
}

// CheckedPackage is what an upload is found to be, before anything is kept.
type CheckedPackage struct {
	Kind       domain.PackageKind `json:"kind"`
	Name       string             `json:"name" doc:"Of the chart"`
	Number     string             `json:"number"`
	AppVersion string             `json:"appVersion,omitempty"`
	Details    domain.Details     `json:"details"`
	IconData   string             `json:"iconData,omitempty" doc:"data: link of the icon that comes with it"`
	// Checks is the list of the dialog: README.md, LICENSE, values.yaml, charts/, templates/, NOTES.txt.
	Checks []FileCheck          `json:"checks"`
	Images []string             `json:"images"`
	Notes  []domain.PackageNote `json:"notes"`
}

// FileCheck is one line of the check-list of an upload.
type FileCheck struct {
	Name  string `json:"name"`
	There bool   `json:"there"`
	About string `json:"about"`
}

// uploadForm is a multipart upload: a chart, or a deployer image's reference.
type uploadForm struct {
	Package  huma.FormFile `form:"package" required:"false" doc:"The chart, .tgz"`
	Image    string        `form:"image" required:"false" doc:"Reference of a deployer image, instead of a chart"`
	Icon     huma.FormFile `form:"icon" required:"false" doc:"PNG or JPEG of at most 96×96 pixels"`
	Name     string        `form:"name" required:"false" doc:"What the app is called; by default the chart's name"`
	Summary  string        `form:"summary" required:"false"`
	Category string        `form:"category" required:"false"`
	Changes  string        `form:"changes" required:"false" doc:"Update log"`
}

func (s *Server) appRoutes(api huma.API) {
	const tag = "App templates"
	route(api, "POST", "/workspaces/{workspace}/packages/check", "checkPackage", tag, "Check an upload without keeping it", s.checkPackage)
	route(api, "POST", "/workspaces/{workspace}/apps", "uploadApp", tag, "Upload a package as a new app with its first version", s.uploadApp)
	route(api, "GET", "/apps", "listApps", tag, "Working copies; orders: updated, name, created, state", s.listApps)
	route(api, "GET", "/apps/{app}", "getApp", tag, "One working copy", s.getApp)
	route(api, "PATCH", "/apps/{app}", "editApp", tag, "Change an app's details or category; the store shows details from the next release on", s.editApp)
	route(api, "DELETE", "/apps/{app}", "deleteApp", tag, "Delete an app without versions", s.deleteApp)
	route(api, "PUT", "/apps/{app}/icon", "putAppIcon", tag, "Set the icon", s.putAppIcon)
	route(api, "POST", "/apps/{app}/suspend", "suspendApp", tag, "Take the app from the store; its instances stay as they are", s.suspendApp)
	route(api, "POST", "/apps/{app}/activate", "activateApp", tag, "Bring the app back to the store", s.activateApp)
	route(api, "GET", "/icons/{digest}", "getIcon", tag, "An icon by its digest", s.getIcon)
}

func (s *Server) checkPackage(ctx context.Context, in *struct {
	InWorkspace
	App     string `query:"app" doc:"The app that it is to be a new version of"`
	RawBody huma.MultipartFormFiles[uploadForm]
}) (*answer[CheckedPackage], error) {
	return nil, unfinished()
}

func (s *Server) uploadApp(ctx context.Context, in *struct {
	InWorkspace
	Idempotent
	RawBody huma.MultipartFormFiles[uploadForm]
}) (*answer[App], error) {
	return nil, unfinished()
}

func (s *Server) listApps(ctx context.Context, in *struct {
	Paging
	Search
	Workspace string `query:"workspace"`
	State     string `query:"state" doc:"States, separated by commas"`
	Category  string `query:"category" doc:"Id, or uncategorized"`
	Released  bool   `query:"released" doc:"Only those that were ever released"`
}) (*list[App], error) {
	return nil, unfinished()
}

func (s *Server) getApp(ctx context.Context, in *InApp) (*answer[App], error) {
	return nil, unfinished()
}

func (s *Server) editApp(ctx context.Context, in *struct {
	InApp
	Body struct {
		Based
		Details  *domain.Details `json:"details,omitempty" doc:"All of them; the icon stays as it is"`
		Category *string         `json:"category,omitempty" doc:"Id; empty for none"`
	}
}) (*answer[App], error) {
	return nil, unfinished()
}

func (s *Server) deleteApp(ctx context.Context, in *InApp) (*none, error) {
	return nil, unfinished()
}

func (s *Server) putAppIcon(ctx context.Context, in *struct {
	InApp
	RawBody huma.MultipartFormFiles[struct {
		Icon huma.FormFile `form:"icon" required:"true"`
	}]
}) (*answer[App], error) {
	return nil, unfinished()
}

func (s *Server) suspendApp(ctx context.Context, in *struct {
	InApp
	Body struct {
		Based
		Message string `json:"message,omitempty"`
	}
}) (*answer[App], error) {
	return nil, unfinished()
}

func (s *Server) activateApp(ctx context.Context, in *struct {
	InApp
	Body struct {
		Based
		Message string `json:"message,omitempty"`
	}
}) (*answer[App], error) {
	return nil, unfinished()
}

func (s *Server) getIcon(ctx context.Context, in *struct {
	Digest string `path:"digest"`
}) (*file, error) {
	return nil, unfinished()
}

// file is an output of bytes.
type file struct {
	Type         string `header:"Content-Type"`
	Disposition  string `header:"Content-Disposition"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}
