package api

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// InVersion names a version in the path.
type InVersion struct {
	Version string `path:"version"`
}

// Version is a version, as those see it who may.
type Version struct {
	domain.Version
	AppName string `json:"appName"`
	// Verified is the state of its latest verification.
	Verified domain.VerificationState `json:"verified,omitempty"`
	// Allowed are the actions that who asks may take now; install is one of them for who may test-install it.
	Allowed []string `json:"allowed"`
	// Instances is how many instances of it who asks may see.
	Instances int `json:"instances"`
}

// VersionForm is what is needed to install a version.
type VersionForm struct {
	Schema   json.RawMessage `json:"schema" doc:"JSON Schema (2020-12) of the values"`
	UISchema json.RawMessage `json:"uiSchema" doc:"In the vocabulary of react-jsonschema-form"`
	Help     string          `json:"help,omitempty" doc:"Sanitised HTML"`
	// Defaults are the values that the parameters have if nothing is set.
	Defaults map[string]any `json:"defaults"`
	// Secret are the parameters whose values are never shown.
	Secret []string `json:"secret"`
}

// PackageFile is a file of a package.
type PackageFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size" doc:"Bytes"`
	Binary bool   `json:"binary"`
}

// FileText is a file with what it holds.
type FileText struct {
	PackageFile
	Text string `json:"text" doc:"Empty for a binary file"`
}

// Readme is a package's README.
type Readme struct {
	Readme string `json:"readme" doc:"Markdown; empty if there is none"`
}

// Verification is a verification, with what it is of.
type Verification struct {
	domain.Verification
	Number  string `json:"number"`
	AppName string `json:"appName"`
}

func (s *Server) versionRoutes(api huma.API) {
	const tag = "Versions"
	route(api, "GET", "/apps/{app}/versions", "listVersions", tag, "All versions of an app; orders: number, updated, created, state", s.listVersions)
	route(api, "POST", "/apps/{app}/versions", "uploadVersion", tag, "Upload a package as a new version", s.uploadVersion)
	route(api, "GET", "/versions/{version}", "getVersion", tag, "One version", s.getVersion)
	route(api, "PATCH", "/versions/{version}", "editVersion", tag, "Change the update log", s.editVersion)
	route(api, "PUT", "/versions/{version}/package", "replacePackage", tag, "Upload another package for a version that is not submitted", s.replacePackage)
	route(api, "GET", "/versions/{version}/package", "downloadPackage", tag, "Download the chart", s.downloadPackage)
	route(api, "DELETE", "/versions/{version}", "deleteVersion", tag, "Delete a version", s.deleteVersion)
	route(api, "POST", "/versions/{version}/actions/{action}", "actOnVersion", tag, "submit, cancel, review, pass, reject, release, suspend, activate", s.actOnVersion)
	route(api, "GET", "/versions/{version}/readme", "getReadme", tag, "Its README", s.getReadme)
	route(api, "GET", "/versions/{version}/form", "getVersionForm", tag, "What is needed to install it", s.getVersionForm)
	route(api, "GET", "/versions/{version}/files", "listVersionFiles", tag, "The files of its package", s.listVersionFiles)
	route(api, "GET", "/versions/{version}/file", "getVersionFile", tag, "One file of its package", s.getVersionFile)
	route(api, "GET", "/versions/{version}/verifications", "listVerifications", tag, "Its verifications, newest first, without reports", s.listVerifications)
	route(api, "POST", "/versions/{version}/verifications", "verifyAgain", tag, "Queue another verification", s.verifyAgain)
	route(api, "GET", "/verifications/{verification}", "getVerification", tag, "One verification, with its report", s.getVerification)
}

func (s *Server) listVersions(ctx context.Context, in *struct {
	Paging
	InApp
}) (*list[Version], error) {
	return nil, unfinished()
}

func (s *Server) uploadVersion(ctx context.Context, in *struct {
	InApp
	Idempotent
	RawBody huma.MultipartFormFiles[uploadForm]
}) (*answer[Version], error) {
	return nil, unfinished()
}

func (s *Server) getVersion(ctx context.Context, in *InVersion) (*answer[Version], error) {
	return nil, unfinished()
}

func (s *Server) editVersion(ctx context.Context, in *struct {
	InVersion
	Body struct {
		Based
		Changes string `json:"changes"`
	}
}) (*answer[Version], error) {
	return nil, unfinished()
}

func (s *Server) replacePackage(ctx context.Context, in *struct {
	InVersion
	Revision int64 `query:"revision" required:"true"`
	RawBody  huma.MultipartFormFiles[uploadForm]
}) (*answer[Version], error) {
	return nil, unfinished()
}

func (s *Server) downloadPackage(ctx context.Context, in *InVersion) (*file, error) {
	return nil, unfinished()
}

func (s *Server) deleteVersion(ctx context.Context, in *struct {
	InVersion
	Revision int64 `query:"revision" required:"true"`
}) (*none, error) {
	return nil, unfinished()
}

func (s *Server) actOnVersion(ctx context.Context, in *struct {
	InVersion
	Idempotent
	Action domain.VersionAction `path:"action"`
	Body   struct {
		Based
		Message  string `json:"message,omitempty"`
		Override string `json:"override,omitempty" doc:"For pass: why without a verification that succeeded"`
	}
}) (*answer[Version], error) {
	return nil, unfinished()
}

func (s *Server) getReadme(ctx context.Context, in *InVersion) (*answer[Readme], error) {
	return nil, unfinished()
}

func (s *Server) getVersionForm(ctx context.Context, in *InVersion) (*answer[VersionForm], error) {
	return nil, unfinished()
}

func (s *Server) listVersionFiles(ctx context.Context, in *InVersion) (*answer[[]PackageFile], error) {
	return nil, unfinished()
}

func (s *Server) getVersionFile(ctx context.Context, in *struct {
	InVersion
	Path string `query:"path" required:"true" maxLength:"500"`
}) (*answer[FileText], error) {
	return nil, unfinished()
}

func (s *Server) listVerifications(ctx context.Context, in *InVersion) (*answer[[]Verification], error) {
	return nil, unfinished()
}

func (s *Server) verifyAgain(ctx context.Context, in *InVersion) (*answer[Verification], error) {
	return nil, unfinished()
}

func (s *Server) getVerification(ctx context.Context, in *struct {
	Verification string `path:"verification"`
}) (*answer[Verification], error) {
	return nil, unfinished()
}
