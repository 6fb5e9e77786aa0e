package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
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
	route(api, "GET", "/verifications/{verification}/report/{form}", "downloadReport", tag, "Its report as a page, or as JUnit XML for CI systems", s.downloadReport)
}

func (s *Server) listVersions(ctx context.Context, in *struct {
	Paging
	InApp
}) (out *list[Version], err error) {
	err = s.Store.View(ctx, func(tx store.Tx) error {
		p := principal(ctx)
		a, err := seeApp(tx, p, in.App)
		if err != nil {
			return err
		}
		found, err := tx.ListVersions(store.VersionQuery{App: a.ID}, in.page())
		if err != nil {
			return err
		}
		r := newReader(tx, p)
		out, err = listed(found, func(v *domain.Version) (Version, error) { return r.version(a, v) })
		return err
	})
	return out, err
}

func (s *Server) getVersion(ctx context.Context, in *InVersion) (*answer[Version], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (Version, error) {
		f, err := seeVersion(tx, p, in.Version)
		if err != nil {
			return Version{}, err
		}
		return newReader(tx, p).version(f.app, f.version)
	})
}

func (s *Server) editVersion(ctx context.Context, in *struct {
	InVersion
	Body struct {
		Based
		Changes string `json:"changes"`
	}
}) (*answer[Version], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (Version, error) {
		return s.actOn(tx, p, in.Version, domain.Request{Action: domain.Modify, BasedOn: in.Body.Revision}, func(r *domain.Request) error {
			r.Version.Changes = in.Body.Changes
			return domain.CheckText("body.changes", in.Body.Changes, domain.MaxText)
		})
	})
}

func (s *Server) deleteVersion(ctx context.Context, in *struct {
	InVersion
	Revision int64 `query:"revision" required:"true"`
}) (*none, error) {
	_, err := write(ctx, s, func(tx store.Tx, p *domain.Principal) (Version, error) {
		return s.actOn(tx, p, in.Version, domain.Request{Action: domain.Delete, BasedOn: in.Revision}, nil)
	})
	return nil, err
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
	if in.Action == domain.Modify || in.Action == domain.Delete {
		return nil, domain.Invalidf("path.action", "action", "%s is no action here", in.Action).With("use PATCH or DELETE on the version")
	}
	return once(ctx, s, in.Idempotent, []any{"actOnVersion", in.Version, in.Action, in.Body}, func(tx store.Tx, p *domain.Principal) (Version, error) {
		return s.actOn(tx, p, in.Version, domain.Request{Action: in.Action, BasedOn: in.Body.Revision, Message: in.Body.Message, Override: in.Body.Override}, nil)
	})
}

// actOn does what is asked of a version, which before changes it first if it is not nil.
func (s *Server) actOn(tx store.Tx, p *domain.Principal, version string, r domain.Request, before func(*domain.Request) error) (Version, error) {
	f, err := seeVersion(tx, p, version)
	if err != nil {
		return Version{}, err
	}
	r.By, r.App, r.Version, r.Now = p, f.app, f.version, s.now()
	if before != nil {
		if err := r.By.May(domain.ManageApps, r.App.Object()); err != nil {
			return Version{}, err
		}
		if err := before(&r); err != nil {
			return Version{}, err
		}
	}
	if err := act(tx, &r); err != nil {
		return Version{}, err
	}
	return newReader(tx, p).version(r.App, r.Version)
}

func (s *Server) replacePackage(ctx context.Context, in *struct {
	InVersion
	Revision int64 `query:"revision" required:"true"`
	RawBody  huma.MultipartFormFiles[uploadForm]
}) (*answer[Version], error) {
	var f found
	err := s.Store.View(ctx, func(tx store.Tx) (err error) {
		f, err = seeVersion(tx, principal(ctx), in.Version)
		return err
	})
	if err != nil {
		return nil, err
	}
	u, kept, err := s.takeIn(ctx, f.app.ID, in.RawBody.Data())
	if err != nil {
		return nil, err
	}
	if kept.number != f.version.Number {
		return nil, domain.Invalidf(u.field(), "version-number", "the package is version %s, and this is version %s", kept.number, f.version.Number).
			With("upload it as a new version")
	}
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (Version, error) {
		return s.actOn(tx, p, in.Version, domain.Request{Action: domain.Modify, BasedOn: in.Revision}, func(r *domain.Request) error {
			return replace(tx, r, kept)
		})
	})
}

// replace gives a version another package, of which no verification is known.
func replace(tx store.Tx, r *domain.Request, kept *packed) error {
	if err := domain.PackageFits(r.App, kept.Package); err != nil {
		return err
	}
	if err := current(tx, r); err != nil {
		return err
	}
	if err := stopVerify(tx, r); err != nil {
		return err
	}
	r.Version.Package, r.Version.Verification = kept.Package, ""
	return tx.PutFiles(r.Version.ID, kept.files)
}
