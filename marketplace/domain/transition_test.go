package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outcomes is the table of the specification (1.1): what an action makes of a version in a state. What is not here is
// refused.
var outcomes = map[VersionAction]map[VersionState]VersionState{
	"modify":   {"draft": "draft", "rejected": "draft"},
	"submit":   {"draft": "submitted", "rejected": "submitted"},
	"cancel":   {"submitted": "draft", "in-review": "draft", "passed": "draft"},
	"review":   {"submitted": "in-review", "in-review": "in-review"},
	"pass":     {"in-review": "passed"},
	"reject":   {"in-review": "rejected"},
	"release":  {"passed": "active"},
	"suspend":  {"active": "suspended"},
	"activate": {"suspended": "active"},
	"delete":   {"draft": "deleted", "passed": "deleted", "rejected": "deleted", "suspended": "deleted"},
}

// developing are the actions of the owning workspace; the others are the reviewers'.
var developing = []VersionAction{"modify", "submit", "cancel", "release", "delete"}

// refusalFor is the code that somebody gets for an action, whatever the version's state; empty if they may.
func refusalFor(action VersionAction, who string) string {
	develops := slices.Contains([]string{"workspace-admin", "workspace-regular"}, who)
	reviews := slices.Contains([]string{"reviewer", string(ManageTemplates)}, who)
	switch {
	case who == "anonymous":
		return "sign-in"
	case who == "admin":
		return ""
	case who == string(ManageTemplates): // without the right to view, which comes with it whenever a role is made
		return "not-found"
	case !develops && !reviews && who != "workspace-viewer" && who != string(ViewTemplates):
		return "not-found"
	case slices.Contains(developing, action) && !develops, !slices.Contains(developing, action) && !reviews:
		return "forbidden"
	}
	return ""
}

// inOrder is a request to which nothing but the actor's role and the version's state can be objected.
func inOrder(action VersionAction, state VersionState, p *Principal) *Request {
	v := &Version{ID: "ver-1", App: "app-1", Number: "1.0.0", State: state, Author: "author", Reviewer: p.User, Review: "rev-1", Revision: 3, Package: Package{Digest: "sha256:1"}}
	return &Request{Action: action, By: p, App: &App{ID: "app-1", Workspace: "own", Details: Details{Name: "Redis"}}, Version: v, Review: &Review{SubmittedBy: "author"},
		Verification: &Verification{State: VerificationPassed, Digest: "sha256:1"}, BasedOn: 3, Message: "because", Now: now}
}

func TestEachActionInEachStateByEachRole(t *testing.T) {
	tried := 0
	for who, p := range people() {
		for action, to := range outcomes {
			for _, state := range VersionStates {
				tried++
				r := inOrder(action, state, p)
				want := refusalFor(action, who)
				if _, ok := to[state]; want == "" && !ok {
					want = "version-state"
				}
				line, entry, err := r.Apply()
				if got := codeOf(t, err); got != want {
					t.Errorf("%s by %s from %s: %q, want %q", action, who, state, got, want)
				}
				if err != nil {
					if line != nil || entry != nil || cmp.Diff(r.Version, inOrder(action, state, p).Version) != "" {
						t.Errorf("%s by %s from %s was refused and changed something", action, who, state)
					}
				} else if r.Version.State != to[state] || entry.From != state || entry.To != to[state] || entry.Actor != who {
					t.Errorf("%s by %s from %s: now %s, audit %+v", action, who, state, r.Version.State, entry)
				}
				offered := slices.Contains(Allowed(p, r.App, inOrder(action, state, p).Version, r.Review), action)
				if offered != (want == "") {
					t.Errorf("%s by %s from %s: offered %t, refused with %q", action, who, state, offered, want)
				}
			}
		}
	}
	if tried != len(people())*10*8 || len(Transitions) != len(outcomes) {
		t.Errorf("tried %d", tried)
	}
}

func TestReviewersReviewOnlyWhatOthersWrote(t *testing.T) {
	for _, who := range []string{"reviewer", "admin"} {
		for _, action := range []VersionAction{Claim, Pass, Reject} {
			wrote := inOrder(action, InReview, people()[who])
			wrote.Version.Author = who
			submitted := inOrder(action, InReview, people()[who])
			submitted.Review.SubmittedBy = who
			for _, r := range []*Request{wrote, submitted} {
				if _, _, err := r.Apply(); codeOf(t, err) != "own-version" {
					t.Errorf("%s of one's own version by %s: %v", action, who, err)
				}
				if slices.Contains(Allowed(r.By, r.App, r.Version, r.Review), action) {
					t.Errorf("%s of one's own version is offered to %s", action, who)
				}
			}
		}
	}
}

func TestWhatElseARequestIsRefusedFor(t *testing.T) {
	reviewer := people()["reviewer"]
	for _, test := range []struct {
		name   string
		action VersionAction
		change func(*Request)
		code   string
	}{
		{"an action that there is none of", "burn", func(*Request) {}, "action"},
		{"based on an earlier revision", Pass, func(r *Request) { r.BasedOn = 2 }, "stale"},
		{"based on a later revision", Reject, func(r *Request) { r.BasedOn = 4 }, "stale"},
		{"another reviewer's", Pass, func(r *Request) { r.Version.Reviewer = "somebody" }, "not-reviewer"},
		{"nobody's review", Reject, func(r *Request) { r.Version.Reviewer = "" }, "not-reviewer"},
		{"rejected without a reason", Reject, func(r *Request) { r.Message = " \n" }, "reason-missing"},
		{"passed without a verification", Pass, func(r *Request) { r.Verification = nil }, "not-verified"},
		{"passed after a failed one", Pass, func(r *Request) { r.Verification.State = VerificationFailed }, "not-verified"},
		{"passed while it runs", Pass, func(r *Request) { r.Verification.State = VerificationRunning }, "not-verified"},
		{"passed with another package's", Pass, func(r *Request) { r.Verification.Digest = "sha256:2" }, "not-verified"},
		{"passed with an empty override", Pass, func(r *Request) { r.Verification, r.Override = nil, "  " }, "not-verified"},
		{"passed with an override", Pass, func(r *Request) { r.Verification, r.Override = nil, "known vendor" }, ""},
		{"a message of 513 bytes", Pass, func(r *Request) { r.Message = strings.Repeat("x", 513) }, "too-long"},
		{"an override of 513 bytes", Pass, func(r *Request) { r.Override = strings.Repeat("x", 513) }, "too-long"},
		{"a message with control characters", Pass, func(r *Request) { r.Message = "a\x1b[31m" }, "characters"},
		{"a review taken over", Claim, func(r *Request) { r.Version.Reviewer = "somebody" }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := inOrder(test.action, InReview, reviewer)
			test.change(r)
			if _, _, err := r.Apply(); codeOf(t, err) != test.code {
				t.Errorf("%v, want the code %q", err, test.code)
			}
		})
	}
}

func TestAnOverrideIsInTheAudit(t *testing.T) {
	r := inOrder(Pass, InReview, people()["reviewer"])
	r.Verification, r.Override = nil, "known vendor"
	_, entry, err := r.Apply()
	if err != nil || !r.Overridden() || !strings.Contains(entry.Message, "known vendor") || !strings.Contains(entry.Message, "because") {
		t.Errorf("%+v, %v", entry, err)
	}
	want := &Entry{Time: now, Actor: "reviewer", Action: "version.pass", Subject: "version/ver-1", Name: "Redis 1.0.0", Workspace: "own", App: "app-1", Version: "ver-1", Review: "rev-1",
		From: InReview, To: Passed, Message: entry.Message, Digest: "sha256:1"}
	if diff := cmp.Diff(want, entry); diff != "" {
		t.Error(diff)
	}
}

func TestClaimsAndSubmissionsSetTheReviewer(t *testing.T) {
	claim := inOrder(Claim, Submitted, people()["reviewer"])
	claim.Version.Reviewer = "before"
	submit := inOrder(Submit, Rejected, people()["workspace-regular"])
	for r, want := range map[*Request]string{claim: "reviewer", submit: ""} {
		if _, _, err := r.Apply(); err != nil || r.Version.Reviewer != want {
			t.Errorf("%s: reviewer %q, %v", r.Action, r.Version.Reviewer, err)
		}
	}
}

func TestEachActionHasItsEffects(t *testing.T) {
	want := map[VersionAction]string{Modify: "[]", Submit: "[open-review start-verify]", Cancel: "[close-review stop-verify]", Claim: "[take-review]", Pass: "[close-review]",
		Reject: "[close-review stop-verify]", Release: "[publish]", Suspend: "[]", Activate: "[]", Delete: "[close-review]"}
	for _, line := range Transitions {
		if got := fmt.Sprint(line.Effects); got != want[line.Action] {
			t.Errorf("%s: %s", line.Action, got)
		}
	}
}
