package artifacts

import (
	"encoding/json"

	"github.com/chandler-dev/chandler/scaffold"
	"github.com/chandler-dev/chandler/schema"
)

// Built is a package that the store has: what a version of an app is installed from.
type Built struct {
	// DeployerRef is HOST/REPOSITORY/deployer@sha256:…, Digest its digest, Size what its layers have compressed, in bytes.
	DeployerRef string `json:"deployerRef"`
	Digest      string `json:"digest"`
	Size        int64  `json:"size"`
	// AppPrefix is where the app's images are, for a deployer image that was copied here; empty for a chart, which names
	// its images itself. A deployer's Job has to be given it (verifier.Image.AppPrefix).
	AppPrefix string `json:"appPrefix,omitempty"`
	// OfChandler says that the image runs Chandler's deployer.
	OfChandler bool `json:"ofChandler"`
	// Source is the reference that an imported image was pulled by, with its digest.
	Source string `json:"source,omitempty"`
	Findings
}

// Findings are what is known of a package after it was read and rendered.
type Findings struct {
	// Version is the publishedVersion of the schema; Flavour is images.Helm or images.Envsubst.
	Version string `json:"version"`
	Flavour string `json:"flavour"`
	// Schema is schema.yaml, Form the install form that is drawn from it (form.Form as JSON).
	Schema []byte          `json:"schema"`
	Form   json.RawMessage `json:"form"`
	// Parameters are what a customer may set, in the order of the schema.
	Parameters []Parameter `json:"parameters"`
	// Images are the references that the package runs with its defaults, its tests included, sorted.
	Images []string `json:"images"`
	// Notes are what was decided when the package was made of a chart, and what a human should look at.
	Notes []scaffold.Note `json:"notes,omitempty"`
	// Warnings are what the packaging rules find fault with.
	Warnings []Problem `json:"warnings,omitempty"`
}

// Parameter is one property that a customer may set.
type Parameter struct {
	Name        string      `json:"name"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Type        schema.Type `json:"type"`
	// Default is nil if there is none, and for a secret.
	Default  any  `json:"default,omitempty"`
	Required bool `json:"required,omitempty"`
	// Secret says that the value is not to be shown again; Generated that it is made up where it is not given.
	Secret    bool `json:"secret,omitempty"`
	Generated bool `json:"generated,omitempty"`
}
