package store

import "github.com/chandler-dev/chandler/marketplace/domain"

// Apps are what is uploaded, reviewed and shown.
type Apps interface {
	InsertApp(*domain.App) error // the name is unique in the workspace: code taken, field details.name
	GetApp(id string) (*domain.App, error)
	UpdateApp(*domain.App) error
	// DeleteApp takes the app out of everything but GetVersion, GetFiles and the reviews: instances of it live on.
	DeleteApp(id string) error
	// ListApps gives working copies, without introductions. Orders: updated (newest first is the default), name, created,
	// state, latest.
	ListApps(AppQuery, Page) (List[*domain.App], error)
	// ListStore gives what the store shows: apps with Published and LatestActive, without introductions. Orders: released
	// (newest first is the default), name.
	ListStore(StoreQuery, Page) (List[*domain.App], error)
	// CountStore gives how many apps the store shows: of all, by category id, and without category by domain.Uncategorized.
	CountStore() (total int, byCategory map[string]int, err error)

	InsertVersion(*domain.Version, Files) error // the number is unique in the app, among those not deleted
	GetVersion(id string) (*domain.Version, error)
	UpdateVersion(*domain.Version) error
	// GetFiles gives what belongs to the version's package, PutFiles sets it.
	GetFiles(version string) (*Files, error)
	PutFiles(version string, files Files) error
	// ListVersions gives those of an app, highest number first. Orders: number, updated, created, state.
	ListVersions(VersionQuery, Page) (List[*domain.Version], error)

	InsertCategory(*domain.Category) error
	GetCategory(id string) (*domain.Category, error)
	UpdateCategory(*domain.Category) error
	DeleteCategory(id string) error              // refused while apps are in it, code in-use
	ListCategories() ([]*domain.Category, error) // by name, each with its number of apps in the store
	InsertReview(*domain.Review) error
	GetReview(id string) (*domain.Review, error)
	UpdateReview(*domain.Review) error
	ListReviews(ReviewQuery, Page) (List[*ReviewRow], error) // newest first

	InsertVerification(*domain.Verification) error
	GetVerification(id string) (*domain.Verification, error)
	UpdateVerification(*domain.Verification) error
	ListVerifications(version string) ([]*domain.Verification, error) // newest first, without reports
}

// Files are the documents of a version's package that pages show. Its files themselves are in the registry.
type Files struct {
	Readme string
	// Schema is the package's schema.yaml, Form what schema/form draws of it, as JSON.
	Schema, Form []byte
}

// AppQuery chooses working copies. Empty fields choose all.
type AppQuery struct {
	// Workspaces, if not nil, are those whose apps are wanted.
	Workspaces []string
	Workspace  string
	States     []domain.VersionState
	Category   string // id, or domain.Uncategorized
	Text       string // words that begin in name, summary, chart name
	// Released chooses apps that were ever released: those of App Store Management.
	Released bool
}

// StoreQuery chooses what the store shows. Empty fields choose all.
type StoreQuery struct { //nolint:revive // of the store that people see, not of this package
	Category string // id, or domain.Uncategorized
	Text     string // words that begin in name, summary, keywords, maintainers
}

// VersionQuery chooses versions of an app.
type VersionQuery struct {
	App    string
	States []domain.VersionState // empty: all but deleted
}

// ReviewQuery chooses reviews.
type ReviewQuery struct {
	// Tab is unreleased (open ones), completed or all.
	Tab  string
	Text string // in the app's name
}

// ReviewRow is a line of the list of reviews.
type ReviewRow struct {
	domain.Review
	AppName      string                   `json:"appName"`
	Icon         string                   `json:"icon"`
	Number       string                   `json:"number"`
	Workspace    string                   `json:"workspace"`
	Verification domain.VerificationState `json:"verification,omitempty"`
}
