package domain

import "time"

// VersionState is where a version stands in its life.
type VersionState string

// The states of a version.
const (
	Draft     VersionState = "draft"
	Submitted VersionState = "submitted"
	InReview  VersionState = "in-review"
	Passed    VersionState = "passed"
	Rejected  VersionState = "rejected"
	Active    VersionState = "active"
	Suspended VersionState = "suspended"
	Deleted   VersionState = "deleted"
)

// VersionStates are all states, in the order of a version's life.
var VersionStates = []VersionState{Draft, Submitted, InReview, Passed, Rejected, Active, Suspended, Deleted}

// PackageKind is what was uploaded.
type PackageKind string

// The kinds of packages.
const (
	HelmChart     PackageKind = "helm-chart"     // a .tgz, made into a deployer image by the store
	DeployerImage PackageKind = "deployer-image" // a reference, imported by digest
)

// Version is one version of an app.
type Version struct {
	ID       string       `json:"id"`
	App      string       `json:"app" doc:"Id of the app"`
	Number   string       `json:"number" doc:"Semantic version, unique in the app"`
	State    VersionState `json:"state"`
	Changes  string       `json:"changes" doc:"Update log, Markdown"`
	Package  Package      `json:"package"`
	Author   string       `json:"author" doc:"User who uploaded it"`
	Reviewer string       `json:"reviewer,omitempty" doc:"User who claimed its review"`
	Review   string       `json:"review,omitempty" doc:"Id of its latest review"`
	// Message is what was said with the latest change of state, such as the reason of a rejection.
	Message string `json:"message,omitempty"`
	// Verification is the id of the latest verification of this package.
	Verification string     `json:"verification,omitempty"`
	Created      time.Time  `json:"created"`
	Updated      time.Time  `json:"updated"`
	Released     *time.Time `json:"released,omitempty" doc:"When it was first released to the store"`
	Revision     int64      `json:"revision" doc:"Changes name the revision they are based on"`
}

// Package is what a version consists of. It never changes: another package is another digest.
type Package struct {
	Kind       PackageKind `json:"kind"`
	ChartName  string      `json:"chartName,omitempty"`
	AppVersion string      `json:"appVersion,omitempty"`
	// Digest names the upload: the chart's, or the deployer image's.
	Digest string `json:"digest"`
	Size   int64  `json:"size" doc:"Bytes, compressed"`
	// Deployer is the deployer image, by digest, in the store's own registry: REPOSITORY@sha256:….
	Deployer string `json:"deployer"`
	// AppPrefix is where the app's images are, if the package does not name them itself: a deployer image that was imported.
	AppPrefix string `json:"appPrefix,omitempty"`
	// OfChandler says that the deployer image runs Chandler's deployer, which needs no capabilities.
	OfChandler bool `json:"ofChandler"`
	// Flavour is envsubst or Helm.
	Flavour string `json:"flavour"`
	// Images are those that the app runs, as the package names them.
	Images []string `json:"images"`
	// Notes are what the packaging left for a human to look at.
	Notes []PackageNote `json:"notes,omitempty"`
}

// PackageNote is about a file of a package.
type PackageNote struct {
	File string `json:"file,omitempty"`
	Text string `json:"text"`
}

// PackageFits says whether a package may become a version of an app that has chart names already: those of an app are
// all the same.
func PackageFits(app *App, p Package) error {
	if app.ChartName == "" || app.ChartName == p.ChartName {
		return nil
	}
	return Conflictf("chart-name", "the chart is named %s, but the versions of %s are of the chart %s", clip(p.ChartName), app.Details.Name, app.ChartName).
		With("upload it as an app of its own, or name the chart " + app.ChartName)
}
