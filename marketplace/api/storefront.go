package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
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
}) (out *list[StoreApp], err error) {
	err = s.Store.View(ctx, func(tx store.Tx) error {
		found, err := tx.ListStore(store.StoreQuery{Category: in.Category, Text: in.Q}, in.page())
		if err != nil {
			return err
		}
		names, err := categoryNames(tx)
		if err != nil {
			return err
		}
		out, err = listed(found, func(a *domain.App) (StoreApp, error) { return storeApp(a, names), nil })
		return err
	})
	return out, err
}

// categoryNames gives the names of categories by their ids.
func categoryNames(tx store.Tx) (map[string]string, error) {
	all, err := tx.ListCategories()
	names := make(map[string]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Name
	}
	return names, err
}

// storeApp is what the store shows of an app that is in it.
func storeApp(a *domain.App, categories map[string]string) StoreApp {
	out := StoreApp{ID: a.ID, Details: *a.Published, Category: a.Category, CategoryName: categories[a.Category], Workspace: a.Workspace, Latest: a.LatestActive}
	if a.Released != nil {
		out.Released = *a.Released
	}
	return out
}

// inStore gives an app that the store shows.
func inStore(tx store.Tx, id string) (*domain.App, error) {
	a, err := tx.GetApp(id)
	if isMissing(err) || err == nil && !a.InStore() {
		return nil, domain.NotFoundf("app %s is not in the store", id)
	}
	return a, err
}

func (s *Server) getStoreApp(ctx context.Context, in *InApp) (*answer[StoreApp], error) {
	return view(ctx, s, func(tx store.Tx, _ *domain.Principal) (StoreApp, error) {
		a, err := inStore(tx, in.App)
		if err != nil {
			return StoreApp{}, err
		}
		names, err := categoryNames(tx)
		return storeApp(a, names), err
	})
}

func (s *Server) listStoreVersions(ctx context.Context, in *struct {
	Paging
	InApp
}) (out *list[StoreVersion], err error) {
	err = s.Store.View(ctx, func(tx store.Tx) error {
		a, err := inStore(tx, in.App)
		if err != nil {
			return err
		}
		versions, err := tx.ListVersions(store.VersionQuery{App: a.ID, States: []domain.VersionState{domain.Active}}, in.page())
		if err != nil {
			return err
		}
		out, err = listed(versions, func(v *domain.Version) (StoreVersion, error) {
			shown, err := storeVersion(tx, found{a, v})
			if shown.Verification != nil {
				shown.Verification.Report = nil // each is long
			}
			return shown, err
		})
		return err
	})
	return out, err
}

func (s *Server) getStoreVersion(ctx context.Context, in *InVersion) (*answer[StoreVersion], error) {
	return view(ctx, s, func(tx store.Tx, _ *domain.Principal) (StoreVersion, error) {
		f, err := findVersion(tx, in.Version)
		if isMissing(err) || err == nil && !released(f.app, f.version) {
			return StoreVersion{}, domain.NotFoundf("version %s is not in the store", in.Version)
		}
		if err != nil {
			return StoreVersion{}, err
		}
		return storeVersion(tx, f)
	})
}

func storeVersion(tx store.Tx, f found) (StoreVersion, error) {
	v, pkg := f.version, f.version.Package
	out := StoreVersion{ID: v.ID, Number: v.Number, AppVersion: pkg.AppVersion, Changes: v.Changes, Kind: pkg.Kind, Digest: pkg.Digest,
		Deployer: pkg.Deployer, Images: pkg.Images, Size: pkg.Size}
	if v.Released != nil {
		out.Released = *v.Released
	}
	verification, err := latestVerification(tx, v)
	if err == nil && verification != nil {
		shown := verificationOf(f, verification)
		out.Verification = &shown
	}
	return out, err
}
