package domain

import (
	"slices"
	"strings"
	"time"
)

// VersionAction is what can be done to a version.
type VersionAction string

// The actions on versions.
const (
	Modify   VersionAction = "modify" // its package, or its update log
	Submit   VersionAction = "submit"
	Cancel   VersionAction = "cancel"
	Claim    VersionAction = "review" // take the review
	Pass     VersionAction = "pass"
	Reject   VersionAction = "reject"
	Release  VersionAction = "release"
	Suspend  VersionAction = "suspend"
	Activate VersionAction = "activate"
	Delete   VersionAction = "delete"
)

// Effect is what has to happen beside the change of state, in the same transaction.
type Effect string

// The effects.
const (
	OpenReview  Effect = "open-review"  // a new review of the version
	StartVerify Effect = "start-verify" // queue a verification, unless this package has a green one
	StopVerify  Effect = "stop-verify"  // nobody waits for it any more
	TakeReview  Effect = "take-review"  // the actor becomes the reviewer
	CloseReview Effect = "close-review" // the review ends in the new state
	Publish     Effect = "publish"      // the store shows the app's details as they are now
)

// Transition is one line of the table.
type Transition struct {
	Action VersionAction
	From   []VersionState
	To     VersionState // empty: the state stays, but a rejected version becomes a draft again
	Right  Right
	// Reason says that a message is mandatory.
	Reason bool
	// NotAuthor refuses who wrote or submitted the version; Reviewer who has not claimed its review.
	NotAuthor, Reviewer bool
	// Gate asks for a green verification, or an override with its reason.
	Gate    bool
	Effects []Effect
}

// Transitions is all that can become of a version. What is not in it is refused.
var Transitions = []Transition{
	{Action: Modify, From: []VersionState{Draft, Rejected}, Right: ManageApps},
	{Action: Submit, From: []VersionState{Draft, Rejected}, To: Submitted, Right: ManageApps, Effects: []Effect{OpenReview, StartVerify}},
	{Action: Cancel, From: []VersionState{Submitted, InReview, Passed}, To: Draft, Right: ManageApps, Effects: []Effect{CloseReview, StopVerify}},
	{Action: Claim, From: []VersionState{Submitted, InReview}, To: InReview, Right: ReviewVersions, NotAuthor: true, Effects: []Effect{TakeReview}},
	{Action: Pass, From: []VersionState{InReview}, To: Passed, Right: ReviewVersions, NotAuthor: true, Reviewer: true, Gate: true, Effects: []Effect{CloseReview}},
	{Action: Reject, From: []VersionState{InReview}, To: Rejected, Right: ReviewVersions, NotAuthor: true, Reviewer: true, Reason: true, Effects: []Effect{CloseReview, StopVerify}},
	{Action: Release, From: []VersionState{Passed}, To: Active, Right: ManageApps, Effects: []Effect{Publish}},
	{Action: Suspend, From: []VersionState{Active}, To: Suspended, Right: ModerateStore},
	{Action: Activate, From: []VersionState{Suspended}, To: Active, Right: ModerateStore},
	{Action: Delete, From: []VersionState{Draft, Passed, Rejected, Suspended}, To: Deleted, Right: ManageApps, Effects: []Effect{CloseReview}},
}

// Request is what somebody wants of a version.
type Request struct {
	Action  VersionAction
	By      *Principal
	App     *App
	Version *Version
	// Review is the version's open review; nil if it has none.
	Review *Review
	// Verification is the version's latest; nil if it has none.
	Verification *Verification
	// BasedOn is the revision of the version that the actor saw.
	BasedOn int64
	Message string
	// Override is the reason to pass without a green verification.
	Override string
	Now      time.Time
}

// Apply decides the request and, if it is granted, changes the version: state, message, reviewer. It gives the line of
// the table, whose effects the caller carries out, and the audit entry. Nothing is changed if it is refused.
func (r *Request) Apply() (*Transition, *Entry, error) {
	t, err := r.find()
	if err != nil {
		return nil, nil, err
	}
	if err := r.check(t); err != nil {
		return nil, nil, err
	}
	v := r.Version
	entry := &Entry{Time: r.Now, Actor: r.By.User, Address: r.By.Address, Action: "version." + string(r.Action), Subject: "version/" + v.ID,
		Name: r.App.Details.Name + " " + v.Number, Workspace: r.App.Workspace, App: v.App, Version: v.ID, Review: v.Review,
		From: v.State, Message: r.words(), Digest: v.Package.Digest}
	switch {
	case t.To != "":
		v.State = t.To
	case v.State == Rejected:
		v.State = Draft
	}
	entry.To = v.State
	v.Message, v.Updated = r.Message, r.Now
	if slices.Contains(t.Effects, TakeReview) {
		v.Reviewer = r.By.User
	}
	if slices.Contains(t.Effects, OpenReview) {
		v.Reviewer = ""
	}
	return t, entry, nil
}

// find gives the line for the action, if the actor has its right.
func (r *Request) find() (*Transition, error) {
	for i := range Transitions {
		if t := &Transitions[i]; t.Action == r.Action {
			return t, r.allowed(t)
		}
	}
	return nil, Invalidf("path.action", "action", "there is no action %q", clip(string(r.Action))).With("use one of: " + actions())
}

// allowed asks for the right, of those who may see the version.
func (r *Request) allowed(t *Transition) error {
	if err := r.By.May(ViewApps, r.App.Object()); err != nil {
		return err
	}
	return r.By.May(t.Right, r.App.Object())
}

func (r *Request) check(t *Transition) error {
	v := r.Version
	if !slices.Contains(t.From, v.State) {
		return Conflictf("version-state", "version %s is %s, which does not allow to %s it", v.Number, v.State, r.Action).With("possible from: " + join(t.From))
	}
	if err := Stale("version "+v.Number, r.BasedOn, v.Revision); err != nil {
		return err
	}
	switch {
	case t.NotAuthor && r.wrote():
		return &Error{Kind: Forbidden, Code: "own-version", Message: "you wrote or submitted version " + v.Number + " yourself", Hint: "somebody else has to review it"}
	case t.Reviewer && v.Reviewer != r.By.User:
		return Conflictf("not-reviewer", "version %s is reviewed by %s", v.Number, orNobody(v.Reviewer)).With("take the review over first")
	case t.Reason && strings.TrimSpace(r.Message) == "":
		return Invalidf("body.message", "reason-missing", "a reason is missing").With("say what has to change, so that the author knows what to do")
	case t.Gate && !r.Verification.Green(v.Package) && strings.TrimSpace(r.Override) == "":
		return Conflictf("not-verified", "version %s has no verification that succeeded", v.Number).With("wait for it, reject the version, or give a reason to pass it all the same")
	}
	return Together("the messages are not in order", CheckText("body.message", r.Message, MaxMessage), CheckText("body.override", r.Override, MaxMessage))
}

func (r *Request) wrote() bool {
	return r.By.User == r.Version.Author || r.Review != nil && r.By.User == r.Review.SubmittedBy
}

// Overridden tells whether a pass went past the gate.
func (r *Request) Overridden() bool {
	return r.Action == Pass && !r.Verification.Green(r.Version.Package)
}

// words is the audit's message: an override is said.
func (r *Request) words() string {
	if !r.Overridden() {
		return r.Message
	}
	return strings.TrimSpace(r.Message + "\npassed without a verification that succeeded: " + r.Override)
}

// Allowed are the actions that the principal may take on the version now, so that a page offers no others.
func Allowed(p *Principal, app *App, v *Version, review *Review) []VersionAction {
	allowed := []VersionAction{}
	for i := range Transitions {
		t := &Transitions[i]
		r := Request{Action: t.Action, By: p, App: app, Version: v, Review: review}
		if slices.Contains(t.From, v.State) && r.allowed(t) == nil && (!t.NotAuthor || !r.wrote()) && (!t.Reviewer || v.Reviewer == p.User) {
			allowed = append(allowed, t.Action)
		}
	}
	return allowed
}

func actions() string {
	names := make([]string, len(Transitions))
	for i, t := range Transitions {
		names[i] = string(t.Action)
	}
	return strings.Join(names, ", ")
}

func join(states []VersionState) string {
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

func orNobody(user string) string {
	if user == "" {
		return "nobody"
	}
	return user
}
