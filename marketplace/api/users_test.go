package api_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func TestAUserIsMadeChangedAndDeleted(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	admin.must("POST", "/roles", body{"name": "app-review", "title": "App review", "permissions": []string{"app-templates.manage"}}, nil)
	var user domain.User
	r := admin.must("POST", "/users", body{"name": "reviewer", "title": "Reviewer", "email": "r@example.com", "role": "app-review", "password": passwordOfAll}, &user)
	if user.Name != "reviewer" || user.Revision != 1 || strings.Contains(r.text, "assword") {
		t.Errorf("made as %s", r.text)
	}
	var who me
	p.signIn("reviewer").must("GET", "/session", nil, &who)
	if diff := cmp.Diff([]domain.Permission{domain.ViewTemplates, domain.ManageTemplates}, who.Permissions); diff != "" {
		t.Error(diff)
	}
	admin.must("PATCH", "/users/reviewer", body{"revision": 1, "title": "App reviewer", "role": "platform-regular"}, &user)
	if user.Title != "App reviewer" || user.Role != "platform-regular" || user.Email != "r@example.com" || user.Revision != 2 {
		t.Errorf("changed to %+v", user)
	}
	var found struct {
		Items []domain.User
		Total int
	}
	admin.must("GET", "/users?q=reviewer&order=name", nil, &found)
	if found.Total != 1 || found.Items[0].Name != "reviewer" {
		t.Errorf("found %+v", found)
	}
	admin.must("DELETE", "/users/reviewer", nil, nil)
	admin.refused("GET", "/users/reviewer", nil, 404, "not-found")
	if diff := cmp.Diff([]string{"user.create", "session.begin", "user.edit", "user.delete"}, p.actions("user/reviewer")); diff != "" {
		t.Errorf("the audit does not survive the user: %s", diff)
	}
}

func TestUsersAreRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	admin.add("isv", domain.PlatformRegular)
	good := body{"name": "new", "title": "New", "role": domain.PlatformRegular, "password": passwordOfAll}
	with := func(field string, value any) body {
		b := body{}
		for k, v := range good {
			b[k] = v
		}
		b[field] = value
		return b
	}
	for _, c := range []struct {
		body   body
		status int
		code   string
	}{
		{with("name", "New"), 422, "name"},
		{with("name", "isv"), 409, "taken"},
		{with("title", ""), 422, "required"},
		{with("email", "nobody"), 422, "email"},
		{with("role", "no-such"), 422, "role"},
		{with("password", "short"), 422, "password"},
		{with("password", "1234567890"), 422, "password"},
		{with("disabled", true), 422, "invalid"},
	} {
		admin.refused("POST", "/users", c.body, c.status, c.code)
	}
	for _, c := range []struct {
		body   body
		status int
		code   string
	}{
		{body{"revision": 7, "title": "Other"}, 409, "stale"},
		{body{"revision": 1, "title": " "}, 422, "required"},
		{body{"revision": 1, "role": "no-such"}, 422, "role"},
		{body{"revision": 1, "password": "short"}, 422, "password"},
		{body{"title": "Other"}, 422, "invalid"},
	} {
		admin.refused("PATCH", "/users/isv", c.body, c.status, c.code)
	}
	admin.refused("PATCH", "/users/nobody", body{"revision": 1}, 404, "not-found")
	admin.refused("DELETE", "/users/nobody", nil, 404, "not-found")
}

func TestThereIsAlwaysAPlatformAdministrator(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	admin.add("second", domain.PlatformAdmin)
	revision := func(name string) int64 {
		var u domain.User
		admin.must("GET", "/users/"+name, nil, &u)
		return u.Revision
	}
	admin.refused("PATCH", "/users/admin", body{"revision": revision("admin"), "disabled": true}, 409, "own-account")
	admin.refused("DELETE", "/users/admin", nil, 409, "own-account")
	admin.must("PATCH", "/users/second", body{"revision": revision("second"), "disabled": true}, nil)
	admin.refused("PATCH", "/users/admin", body{"revision": revision("admin"), "role": domain.PlatformRegular}, 409, "last-admin")
	admin.must("PATCH", "/users/second", body{"revision": revision("second"), "disabled": false}, nil)
	second := p.signIn("second")
	second.must("PATCH", "/users/admin", body{"revision": revision("admin"), "role": domain.PlatformRegular}, nil)
	admin.refused("GET", "/users", nil, 403, "forbidden")
	second.refused("PATCH", "/users/second", body{"revision": 3, "role": domain.PlatformRegular}, 409, "last-admin")
}

func TestAdministratorsWhoDemoteEachOtherLeaveOne(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	second := admin.add("second", domain.PlatformAdmin)
	demote := body{"revision": 1, "role": domain.PlatformRegular}
	admin.must("PATCH", "/users/admin", body{"revision": 2, "title": "Admin"}, nil)
	var wg sync.WaitGroup
	replies := make([]*reply, 2)
	wg.Go(func() { replies[0] = admin.ask("PATCH", "/users/second", demote) })
	wg.Go(func() {
		replies[1] = second.ask("PATCH", "/users/admin", body{"revision": 3, "role": domain.PlatformRegular})
	})
	wg.Wait()
	won := 0
	for _, r := range replies {
		switch {
		case r.status == 200:
			won++
		case r.code() != "last-admin" && r.code() != "forbidden": // by the time of the later request, its sender may be no administrator any more
			t.Errorf("%d %s", r.status, r.text)
		}
	}
	if won != 1 {
		t.Errorf("%d of them were granted", won)
	}
}

func TestADisabledUserIsOutAtOnce(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := admin.add("isv", domain.PlatformRegular)
	var token newToken
	isv.must("POST", "/tokens", body{"name": "robot"}, &token)
	robot := &visitor{platform: p, name: "robot", token: token.Secret, address: "192.0.2.30"}
	robot.must("GET", "/tokens", nil, nil)
	for _, disabled := range []bool{true, false} { // enabling brings neither back
		admin.must("PATCH", "/users/isv", body{"revision": map[bool]int{true: 1, false: 2}[disabled], "disabled": disabled}, nil)
		isv.refused("GET", "/tokens", nil, 401, "sign-in")
		robot.refused("GET", "/tokens", nil, 401, "token")
	}
	p.signIn("isv")
}

func TestDisablingWorksEvenWhereASessionIsLeft(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	p.put(func(tx store.Tx) error {
		user, err := tx.GetUser("isv")
		if err != nil {
			return err
		}
		user.Disabled = true
		return tx.UpdateUser(user)
	})
	isv.refused("GET", "/tokens", nil, 401, "sign-in")
}

func TestANewPasswordEndsSessions(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := admin.add("isv", domain.PlatformRegular)
	admin.must("PATCH", "/users/isv", body{"revision": 1, "password": another}, nil)
	isv.refused("GET", "/tokens", nil, 401, "sign-in")
	p.stranger().must("POST", "/session", body{"user": "isv", "password": another}, nil)
}

// Who holds a stolen session or token cannot make it last by a password of their own.
func TestTheOwnPasswordIsNotChangedWithoutTheOldOne(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	var token newToken
	admin.must("POST", "/tokens", body{"name": "build server"}, &token)
	robot := &visitor{platform: p, name: "robot", token: token.Secret, address: "192.0.2.30"}
	var user domain.User
	admin.must("GET", "/users/admin", nil, &user)
	for _, thief := range []*visitor{admin, robot} {
		thief.refused("PATCH", "/users/admin", body{"revision": user.Revision, "password": another}, 409, "own-account")
	}
	p.signIn("admin").must("GET", "/users", nil, nil)
}

func TestNobodyReachesBeyondTheirOwnRights(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	admin.must("POST", "/roles", body{"name": "hr", "title": "HR", "permissions": []string{"users.manage", "roles.manage"}}, nil)
	admin.must("POST", "/roles", body{"name": "app-review", "title": "App review", "permissions": []string{"app-templates.manage"}}, nil)
	admin.add("reviewer", "app-review")
	hr := admin.add("hr", "hr")
	hr.add("isv", domain.PlatformRegular)
	const code = "beyond-own-rights"
	user := func(role string) body {
		return body{"name": "new", "title": "New", "role": role, "password": passwordOfAll}
	}
	hr.refused("POST", "/users", user(domain.PlatformAdmin), 403, code)
	hr.refused("POST", "/users", user("app-review"), 403, code)
	hr.refused("PATCH", "/users/hr", body{"revision": 1, "role": domain.PlatformAdmin}, 403, code)
	hr.refused("PATCH", "/users/isv", body{"revision": 1, "role": "app-review"}, 403, code)
	hr.refused("PATCH", "/users/admin", body{"revision": 2, "password": another}, 403, code)
	hr.refused("DELETE", "/users/admin", nil, 403, code)
	hr.refused("DELETE", "/users/reviewer", nil, 403, code)
	hr.refused("PUT", "/roles/hr", body{"revision": 1, "title": "HR", "permissions": []string{"users.manage", "roles.manage", "clusters.manage"}}, 403, code)
	hr.refused("PUT", "/roles/app-review", body{"revision": 1, "title": "None", "permissions": []string{}}, 403, code)
	hr.refused("DELETE", "/roles/app-review", nil, 403, code)
	hr.refused("POST", "/roles", body{"name": "mine", "title": "Mine", "permissions": []string{"audit.view"}}, 403, code)
	hr.must("POST", "/roles", body{"name": "mine", "title": "Mine", "permissions": []string{"users.manage"}}, nil)
	hr.must("PATCH", "/users/isv", body{"revision": 1, "role": "mine"}, nil)
}

func TestEverybodySeesThemselves(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	isv.must("GET", "/users/isv", nil, nil)
	isv.refused("GET", "/users/admin", nil, 403, "forbidden")
	isv.refused("GET", "/users/nobody", nil, 403, "forbidden")
}
