package domain

import (
	"encoding/json"
	"time"
)

// Review is one round between submission and verdict.
type Review struct {
	ID          string       `json:"id"`
	Version     string       `json:"version" doc:"Id of the version"`
	App         string       `json:"app" doc:"Id of the app"`
	State       VersionState `json:"state" doc:"submitted, in-review, passed or rejected; draft if it was cancelled"`
	SubmittedBy string       `json:"submittedBy"`
	Reviewer    string       `json:"reviewer,omitempty"`
	Message     string       `json:"message,omitempty" doc:"The reviewer's reason"`
	// Override is why a version passed without a verification that succeeded.
	Override string     `json:"override,omitempty"`
	Opened   time.Time  `json:"opened"`
	Closed   *time.Time `json:"closed,omitempty"`
}

// VerificationState is how far a verification is.
type VerificationState string

// The states of a verification.
const (
	VerificationQueued   VerificationState = "queued"
	VerificationRunning  VerificationState = "running"
	VerificationPassed   VerificationState = "passed"
	VerificationFailed   VerificationState = "failed"   // the package is at fault
	VerificationUnjudged VerificationState = "unjudged" // it could not be tried; Message says why
	VerificationStopped  VerificationState = "stopped"  // nobody needs it any more
)

// Verification is a real run of the package on the verification cluster.
type Verification struct {
	ID      string            `json:"id"`
	Version string            `json:"version" doc:"Id of the version"`
	Digest  string            `json:"digest" doc:"Of the package that was verified"`
	State   VerificationState `json:"state"`
	Message string            `json:"message,omitempty"`
	// Report is verifier/report's document, growing step by step.
	Report json.RawMessage `json:"report,omitempty"`
	// Doing is what a running one is waiting for.
	Doing    string     `json:"doing,omitempty"`
	Queued   time.Time  `json:"queued"`
	Started  *time.Time `json:"started,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	Revision int64      `json:"revision"`
}

// Over tells whether nothing more will come.
func (v *Verification) Over() bool {
	return v.State != VerificationQueued && v.State != VerificationRunning
}

// Green tells whether the verification proves that this package works.
func (v *Verification) Green(p Package) bool {
	return v != nil && v.State == VerificationPassed && v.Digest == p.Digest
}
