package domain

import (
	"encoding/json"
	"strings"
	"time"
)

// InstanceState is how an instance is.
type InstanceState string

// The states of an instance.
const (
	Creating  InstanceState = "creating"
	Upgrading InstanceState = "upgrading"
	Running   InstanceState = "running"
	Failed    InstanceState = "failed"   // its latest revision failed, or its removal; Reason says why
	Deleting  InstanceState = "deleting" // on its way out
	Removed   InstanceState = "removed"  // gone from its cluster; kept for the record
)

// Instance is an app that is installed in a project.
type Instance struct {
	ID          string `json:"id"`
	Name        string `json:"name" doc:"Of the Application in the namespace"`
	Description string `json:"description"`
	App         string `json:"app" doc:"Id"`
	AppName     string `json:"appName" doc:"What the app was called at the latest revision"`
	Version     string `json:"version" doc:"Id, of the latest revision"`
	Number      string `json:"number" doc:"Version number, of the latest revision"`
	Workspace   string `json:"workspace"`
	Project     string `json:"project" doc:"Also the namespace"`
	Cluster     string `json:"cluster"`
	// Test says that the version was not released when it was installed.
	Test  bool          `json:"test"`
	State InstanceState `json:"state"`
	// Reason is why it failed, in one line; Outcome has the evidence.
	Reason string `json:"reason,omitempty"`
	// Current is the number of the latest revision, Good that of the latest one that succeeded (0 if none has).
	Current  int       `json:"current"`
	Good     int       `json:"good"`
	By       string    `json:"by" doc:"User who installed it"`
	Created  time.Time `json:"created"`
	Updated  time.Time `json:"updated"`
	Revision int64     `json:"revision" doc:"Changes name the revision they are based on"`
}

// notDeleted begins the reason of an instance whose removal failed.
const notDeleted = "it is not deleted: "

// FailRemoval marks an instance that was to be deleted as failed. Its latest revision stays as it was.
func (i *Instance) FailRemoval(why string) { i.State, i.Reason = Failed, notDeleted+why }

// RemovalFailed says that it is its removal that failed, not its latest revision.
func (i *Instance) RemovalFailed() bool {
	return i.State == Failed && strings.HasPrefix(i.Reason, notDeleted)
}

// ChangeKind is why there is a revision of an instance.
type ChangeKind string

// The kinds of changes.
const (
	ChangeInstall  ChangeKind = "install"
	ChangeSettings ChangeKind = "settings" // the same version, other values
	ChangeUpgrade  ChangeKind = "upgrade"  // another version
	ChangeRetry    ChangeKind = "retry"    // the same again, after a failure
	ChangeRollback ChangeKind = "rollback" // an earlier revision's version and values
)

// ChangeState is how far a revision is.
type ChangeState string

// The states of a revision.
const (
	ChangePending   ChangeState = "pending"
	ChangeRunning   ChangeState = "running"
	ChangeSucceeded ChangeState = "succeeded"
	ChangeFailed    ChangeState = "failed"
	ChangeCancelled ChangeState = "cancelled" // the instance was deleted first
)

// Change is one revision of an instance: what was asked for, by whom, and what came of it. One deployer Job,
// NAME-deployer-rN, carries it out.
type Change struct {
	Instance string      `json:"instance"`
	N        int         `json:"n" doc:"Counts from 1"`
	Kind     ChangeKind  `json:"kind"`
	Version  string      `json:"version" doc:"Id"`
	Number   string      `json:"number" doc:"Version number"`
	Deployer string      `json:"deployer" doc:"Image, by digest"`
	From     int         `json:"from,omitempty" doc:"For a rollback, the revision whose values it takes"`
	State    ChangeState `json:"state"`
	// Role is what the cluster takes By for.
	Role ProjectRole `json:"role"`
	By   string      `json:"by"`
	// Reason is why it failed, in one line; Outcome is the engine's document with steps, object, culprit, log lines and hint.
	Reason  string          `json:"reason,omitempty"`
	Outcome json.RawMessage `json:"outcome,omitempty"`
	// Doing is what a running one is waiting for.
	Doing   string     `json:"doing,omitempty"`
	Created time.Time  `json:"created"`
	Started *time.Time `json:"started,omitempty"`
	Ended   *time.Time `json:"ended,omitempty"`
	// Values are what the user set, Generated what provisioning made (passwords, certificates): JSON objects, sealed.
	Values    []byte `json:"-"`
	Generated []byte `json:"-"`
}

// Kept stands in for a secret value that is not shown; sent back it means: as it was.
const Kept = "(kept)"

// Over tells whether nothing more will come of the revision.
func (c *Change) Over() bool { return c.State != ChangePending && c.State != ChangeRunning }

// MayChange refuses a change of an instance while another one runs or it is being deleted.
func (i *Instance) MayChange() error {
	switch i.State {
	case Running, Failed:
		return nil
	case Deleting, Removed:
		return Conflictf("instance-state", "%s is being deleted", i.Name)
	}
	return Conflictf("instance-state", "%s is being changed: revision %d is not done", i.Name, i.Current).With("wait until it is, then repeat")
}

// MayDelete refuses to delete what is deleted already. An instance that is being changed may be deleted: its change is
// cancelled.
func (i *Instance) MayDelete() error {
	if i.State == Deleting || i.State == Removed {
		return Conflictf("instance-state", "%s is being deleted already", i.Name)
	}
	return nil
}

// Begin makes the next revision of an instance and sets the instance to it.
func (i *Instance) Begin(kind ChangeKind, v *Version, by string, role ProjectRole, now time.Time) *Change {
	i.Current++
	i.Version, i.Number, i.Reason, i.Updated = v.ID, v.Number, "", now
	i.State = Upgrading
	if i.Good == 0 {
		i.State = Creating
	}
	return &Change{Instance: i.ID, N: i.Current, Kind: kind, Version: v.ID, Number: v.Number, Deployer: v.Package.Deployer,
		State: ChangePending, By: by, Role: role, Created: now}
}

// End takes a revision's end into the instance. The end of one that is not the current one, or of an instance that is
// being deleted, changes the revision only.
func (i *Instance) End(c *Change, now time.Time) {
	c.Ended, c.Doing = &now, ""
	if c.N != i.Current || i.State == Deleting || i.State == Removed {
		return
	}
	i.Updated = now
	switch c.State {
	case ChangeSucceeded:
		i.State, i.Good, i.Reason = Running, c.N, ""
	case ChangeFailed:
		i.State, i.Reason = Failed, c.Reason
	}
}

// MayInstall says whether somebody may install a version anew. Released versions: everybody who sees the store. Versions
// that are not yet: members of the owning workspace, to test them. Suspended ones: nobody.
func MayInstall(p *Principal, app *App, v *Version) error {
	if v.State == Active && app.InStore() && !app.Withheld {
		return p.May(BrowseStore, app.Object())
	}
	if err := p.May(TestApps, app.Object()); err != nil {
		return err
	}
	switch v.State {
	case Draft, Submitted, InReview, Passed, Rejected, Active:
		return nil
	}
	return Conflictf("version-state", "version %s of %s is %s", v.Number, app.Details.Name, v.State).With("choose a version that is in the store")
}

// MayMoveTo says whether an instance may change to a version: its own version always, whatever became of that; others as
// in MayInstall.
func MayMoveTo(p *Principal, i *Instance, app *App, v *Version) error {
	switch {
	case v.App != i.App:
		return Invalidf("body.version", "version-app", "version %s is one of another app", v.ID).With("choose a version of " + i.AppName)
	case v.ID == i.Version:
		return nil
	}
	return MayInstall(p, app, v)
}
