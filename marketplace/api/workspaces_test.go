package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func TestAWorkspaceIsMadeAndChanged(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv, other := admin.add("isv", domain.PlatformRegular), admin.add("other", domain.PlatformRegular)
	var w domain.Workspace
	admin.must("POST", "/workspaces", body{"name": "demo-workspace", "title": "Demo", "admin": "isv"}, &w)
	if w.Members != 1 || w.Revision != 1 {
		t.Errorf("%+v", w)
	}
	admin.must("POST", "/workspaces", body{"name": "own", "title": "Own"}, nil)
	isv.must("PATCH", "/workspaces/demo-workspace", body{"revision": 1, "title": "Demonstration"}, &w)
	if w.Title != "Demonstration" || w.Revision != 2 {
		t.Errorf("%+v", w)
	}
	for v, want := range map[*visitor]int{admin: 2, isv: 1, other: 0} {
		var found struct{ Total int }
		v.must("GET", "/workspaces", nil, &found)
		if found.Total != want {
			t.Errorf("%s sees %d workspaces, want %d", v.name, found.Total, want)
		}
	}
	other.refused("GET", "/workspaces/demo-workspace", nil, 404, "not-found")
	other.refused("PATCH", "/workspaces/demo-workspace", body{"revision": 2, "title": "Mine"}, 404, "not-found")
	other.refused("DELETE", "/workspaces/demo-workspace", nil, 404, "not-found")
	isv.refused("DELETE", "/workspaces/demo-workspace", nil, 403, "forbidden")
	isv.refused("PATCH", "/workspaces/demo-workspace", body{"revision": 1, "title": "Late"}, 409, "stale")
	isv.refused("PATCH", "/workspaces/demo-workspace", body{"revision": 2, "title": ""}, 422, "required")
	isv.refused("POST", "/workspaces", body{"name": "mine", "title": "Mine"}, 403, "forbidden")
	admin.refused("POST", "/workspaces", body{"name": "demo-workspace", "title": "Again"}, 409, "taken")
	admin.refused("POST", "/workspaces", body{"name": "Demo", "title": "Again"}, 422, "name")
	admin.refused("POST", "/workspaces", body{"name": "new", "title": "New", "admin": "nobody"}, 404, "not-found")
	admin.refused("GET", "/workspaces/new", nil, 404, "not-found")
	if diff := cmp.Diff([]string{"workspace.member", "workspace.create", "workspace.edit"}, p.actions("workspace/demo-workspace")); diff != "" {
		t.Error(diff)
	}
}

func TestMembersComeChangeAndGo(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	member := admin.add("member", domain.PlatformRegular)
	const members = "/workspaces/demo-workspace/members"
	put := func(user, role string) []domain.Member {
		var all []domain.Member
		isv.must("PUT", members+"/"+user, body{"role": role}, &all)
		return all
	}
	put("member", "workspace-viewer")
	all := put("member", "workspace-regular")
	if len(all) != 2 || all[1].User != "member" || all[1].Role != "workspace-regular" || all[1].Title != "The member" {
		t.Errorf("%+v", all)
	}
	member.must("GET", members, nil, nil)
	member.refused("PUT", members+"/member", body{"role": "workspace-admin"}, 403, "forbidden")
	member.refused("DELETE", members+"/isv", nil, 403, "forbidden")
	isv.refused("PUT", members+"/nobody", body{"role": "workspace-viewer"}, 404, "not-found")
	isv.refused("PUT", members+"/member", body{"role": "king"}, 422, "invalid")
	isv.must("PUT", "/projects/demo-project/members/member", body{"role": "operator"}, nil)
	member.must("DELETE", members+"/member", nil, nil)
	member.refused("GET", members, nil, 404, "not-found")
	member.refused("GET", "/projects/demo-project", nil, 404, "not-found")
	isv.refused("DELETE", members+"/member", nil, 404, "not-found")
}

// app puts an app with versions in some states into demo-workspace; those submitted have a review and a verification.
func (p *platform) app(id string, states ...domain.VersionState) {
	p.t.Helper()
	p.put(func(tx store.Tx) error {
		app := &domain.App{ID: id, Workspace: "demo-workspace", ChartName: id, Author: "isv", Created: p.now, Updated: p.now,
			Details: domain.Details{Name: "The " + id, Keywords: []string{}, Maintainers: []string{}, Sources: []string{}}}
		if err := tx.InsertApp(app); err != nil {
			return err
		}
		var versions []*domain.Version
		for i, state := range states {
			v := &domain.Version{ID: id + "-" + string(state), App: id, Number: string(rune('1'+i)) + ".0.0", State: state, Author: "isv", Created: p.now, Updated: p.now}
			if state == domain.Submitted {
				v.Review, v.Verification = "rev-"+id, "vfy-"+id
				review := &domain.Review{ID: v.Review, Version: v.ID, App: id, State: domain.Submitted, SubmittedBy: "isv", Opened: p.now}
				verification := &domain.Verification{ID: v.Verification, Version: v.ID, State: domain.VerificationQueued, Queued: p.now}
				if err := tx.InsertVersion(v, store.Files{}); err != nil {
					return err
				}
				if err := tx.InsertReview(review); err != nil {
					return err
				}
				if err := tx.InsertVerification(verification); err != nil {
					return err
				}
			} else if err := tx.InsertVersion(v, store.Files{}); err != nil {
				return err
			}
			if state == domain.Active || state == domain.Suspended {
				app.Publish(p.now)
			}
			versions = append(versions, v)
		}
		app.Derive(versions)
		return tx.UpdateApp(app)
	})
}

func TestADeletedWorkspaceLeavesWhatTheStoreShows(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	p.app("released", domain.Active, domain.Submitted, domain.Draft, domain.Suspended)
	p.app("suspended", domain.Suspended, domain.Passed)
	p.app("draft", domain.Draft, domain.Rejected)
	admin.refused("DELETE", "/workspaces/demo-workspace", nil, 409, "in-use") // its project
	p.view(func(tx store.Tx) error {
		_, err := tx.GetApp("draft")
		return err // nothing was half done
	})
	isv.must("DELETE", "/projects/demo-project", nil, nil)
	p.put(func(tx store.Tx) error { return tx.DeleteProject("demo-project") }) // as the engine does at the end
	admin.must("DELETE", "/workspaces/demo-workspace", nil, nil)
	isv.refused("GET", "/workspaces/demo-workspace", nil, 404, "not-found")

	got := map[string]domain.VersionState{}
	p.view(func(tx store.Tx) error {
		for _, id := range []string{"released-active", "released-submitted", "released-draft", "released-suspended", "suspended-suspended", "suspended-passed", "draft-draft", "draft-rejected"} {
			v, err := tx.GetVersion(id)
			if err != nil {
				return err
			}
			got[id] = v.State
		}
		for _, id := range []string{"released", "suspended"} {
			app, err := tx.GetApp(id)
			if err != nil {
				return err
			}
			if app.Workspace != "" {
				t.Errorf("%s is still of %s", id, app.Workspace)
			}
			got[id] = app.State
		}
		inStore, err := tx.ListStore(store.StoreQuery{}, store.Page{Limit: 10})
		if err == nil && (inStore.Total != 1 || inStore.Items[0].ID != "released") {
			t.Errorf("the store shows %+v", inStore.Items)
		}
		review, err := tx.GetReview("rev-released")
		if err == nil && (review.Closed == nil || review.State != domain.Draft) {
			t.Errorf("the review is left open: %+v", review)
		}
		if err != nil {
			return err
		}
		verification, err := tx.GetVerification("vfy-released")
		if err == nil && verification.State != domain.VerificationStopped {
			t.Errorf("the verification is %s", verification.State)
		}
		return err
	})
	want := map[string]domain.VersionState{"released": domain.Active, "suspended": domain.Suspended, "released-active": domain.Active, "released-submitted": domain.Deleted,
		"released-draft": domain.Deleted, "released-suspended": domain.Suspended, "suspended-suspended": domain.Suspended, "suspended-passed": domain.Deleted,
		"draft-draft": domain.Deleted, "draft-rejected": domain.Deleted}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"app.delete"}, p.actions("app/draft")); diff != "" {
		t.Error(diff)
	}
	admin.must("GET", "/apps/draft/audit", nil, nil)
	isv.refused("GET", "/apps/draft/audit", nil, 404, "not-found")
}
