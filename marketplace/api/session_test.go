package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

type me struct {
	User        *domain.User
	Permissions []domain.Permission
	Workspaces  map[string]domain.WorkspaceRole
}

func TestTheFirstAdministratorGetsInByALinkOnce(t *testing.T) {
	p := newPlatform(t)
	link, err := p.server.AdminLink(t.Context(), "admin")
	if err != nil || !strings.HasPrefix(link, "https://store.example/link#chl_") {
		t.Fatalf("%s, %v", link, err)
	}
	first := &visitor{platform: p, name: "admin", address: "192.0.2.10"}
	var who me
	first.must("POST", "/session/link", body{"secret": secretOf(link)}, &who)
	if who.User == nil || who.User.Role != domain.PlatformAdmin || len(who.Permissions) != len(domain.Permissions) {
		t.Errorf("%+v", who)
	}
	p.stranger().refused("POST", "/session/link", body{"secret": secretOf(link)}, 401, "link")
	first.must("PUT", "/session/password", body{"new": passwordOfAll}, nil)
	first.must("DELETE", "/session", nil, nil)
	first.must("GET", "/session", nil, &me{})
	p.signIn("admin").must("GET", "/users", nil, nil)
}

func TestALinkExpires(t *testing.T) {
	p := newPlatform(t)
	link, err := p.server.AdminLink(t.Context(), "admin")
	if err != nil {
		t.Fatal(err)
	}
	p.now = p.now.Add(24 * time.Hour)
	p.stranger().refused("POST", "/session/link", body{"secret": secretOf(link)}, 401, "link")
	p.stranger().refused("POST", "/session/link", body{"secret": "chl_nonsense"}, 401, "link")
}

func TestALinkIsForAdministratorsOnly(t *testing.T) {
	p := newPlatform(t)
	p.admin().add("isv", domain.PlatformRegular)
	for _, name := range []string{"isv", "Not A Name"} {
		if link, err := p.server.AdminLink(t.Context(), name); err == nil || link != "" {
			t.Errorf("%s gets %q, %v", name, link, err)
		}
	}
}

func TestNobodyIsToldSo(t *testing.T) {
	r := newPlatform(t).stranger().must("GET", "/session", nil, nil)
	if diff := cmp.Diff("{\"permissions\":[],\"workspaces\":{},\"projects\":{}}\n", r.text); diff != "" {
		t.Error(diff)
	}
}

func TestSigningInIsRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	admin.add("isv", domain.PlatformRegular)
	admin.add("gone", domain.PlatformRegular)
	admin.must("PATCH", "/users/gone", body{"revision": 1, "disabled": true}, nil)
	p.put(func(tx store.Tx) error { // has no password yet
		return tx.InsertUser(&domain.User{Name: "fresh", Title: "Fresh", Role: domain.PlatformRegular, Created: p.now})
	})
	for _, c := range []struct {
		user, password string
		status         int
		code           string
	}{
		{"isv", passwordOfAll + " ", 401, "credentials"},
		{"isv", "", 401, "credentials"},
		{"nobody", passwordOfAll, 401, "credentials"},
		{"", passwordOfAll, 401, "credentials"},
		{"fresh", "", 401, "credentials"},
		{"gone", "not the one", 401, "credentials"},
		{"gone", passwordOfAll, 403, "disabled"},
		{"isv", strings.Repeat("x", 129), 422, "invalid"},
	} {
		v := p.stranger()
		r := v.refused("POST", "/session", body{"user": c.user, "password": c.password}, c.status, c.code)
		if v.cookie != "" || c.password != "" && strings.Contains(r.text, c.password) {
			t.Errorf("%s gets a cookie, or the password back: %s", c.user, r.text)
		}
	}
	v := p.stranger()
	for range 3 {
		v.refused("POST", "/session", body{"user": "isv", "password": "wrong"}, 401, "credentials")
	}
	v.must("POST", "/session", body{"user": "isv", "password": passwordOfAll}, nil)
}

func TestGuessingIsSlowedDown(t *testing.T) {
	p := newPlatform(t)
	p.admin().add("isv", domain.PlatformRegular)
	v := p.stranger()
	for range 10 {
		v.refused("POST", "/session", body{"user": "isv", "password": "wrong"}, 401, "credentials")
	}
	r := v.refused("POST", "/session", body{"user": "isv", "password": passwordOfAll}, 429, "too-many-attempts")
	if r.header.Get("Retry-After") != "30" {
		t.Errorf("Retry-After: %s", r.header.Get("Retry-After"))
	}
	p.now = p.now.Add(30 * time.Second)
	v.must("POST", "/session", body{"user": "isv", "password": passwordOfAll}, nil)
}

func TestASessionEnds(t *testing.T) {
	for name, c := range map[string]struct {
		pass time.Duration
		uses int
	}{"unused for a day": {auth.SessionIdle, 1}, "after a week of use": {auth.SessionIdle - time.Hour, 8}} {
		p := newPlatform(t)
		admin := p.admin()
		for range c.uses - 1 {
			p.now = p.now.Add(c.pass)
			if p.now.Sub(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)) < auth.SessionLife {
				admin.must("GET", "/users", nil, nil)
			}
		}
		p.now = p.now.Add(c.pass)
		if r := admin.ask("GET", "/users", nil); r.code() != "sign-in" {
			t.Errorf("%s: %d %s", name, r.status, r.code())
		}
	}
}

func TestBeingSeenIsKeptAndIsNoChange(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := admin.add("isv", domain.PlatformRegular)
	p.now = p.now.Add(5 * time.Minute)
	isv.must("GET", "/session", nil, nil)
	var user domain.User
	admin.must("GET", "/users/isv", nil, &user)
	if user.LastSeen == nil || !user.LastSeen.Equal(p.now) || user.Revision != 1 {
		t.Errorf("seen %v at revision %d, want %v at 1", user.LastSeen, user.Revision, p.now)
	}
}

func TestChangingThePasswordEndsOtherSessions(t *testing.T) {
	p := newPlatform(t)
	p.admin().add("isv", domain.PlatformRegular)
	here, there := p.signIn("isv"), p.signIn("isv")
	here.refused("PUT", "/session/password", body{"old": "wrong", "new": another}, 422, "old-password")
	here.refused("PUT", "/session/password", body{"new": another}, 422, "old-password")
	here.refused("PUT", "/session/password", body{"old": passwordOfAll, "new": "short"}, 422, "password")
	here.must("PUT", "/session/password", body{"old": passwordOfAll, "new": another}, nil)
	here.must("GET", "/tokens", nil, nil)
	there.refused("GET", "/tokens", nil, 401, "sign-in")
	p.stranger().refused("POST", "/session", body{"user": "isv", "password": passwordOfAll}, 401, "credentials")
	p.stranger().must("POST", "/session", body{"user": "isv", "password": another}, nil)
}

func TestAStolenSessionCannotGuessThePassword(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	for range 10 {
		isv.refused("PUT", "/session/password", body{"old": "wrong", "new": another}, 422, "old-password")
	}
	isv.refused("PUT", "/session/password", body{"old": passwordOfAll, "new": another}, 429, "too-many-attempts")
}

func TestAPasswordOfAnOutdatedCostIsHashedAnew(t *testing.T) {
	p := newPlatform(t)
	old := "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	p.put(func(tx store.Tx) error {
		return tx.InsertUser(&domain.User{Name: "isv", Title: "ISV", Role: domain.PlatformRegular, Password: old, Created: p.now})
	})
	for range 2 {
		p.stranger().must("POST", "/session", body{"user": "isv", "password": "password"}, nil)
	}
	p.view(func(tx store.Tx) error {
		user, err := tx.GetUser("isv")
		if err == nil && (user.Password == old || !strings.HasPrefix(user.Password, "$argon2id$v=19$m=19456,")) {
			t.Errorf("kept as %s", user.Password)
		}
		return err
	})
}

func TestTheOwnProfileIsChanged(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	var user domain.User
	isv.must("PATCH", "/session/profile", body{"title": "Independent", "email": "isv@example.com", "language": "ko"}, &user)
	if user.Title != "Independent" || user.Email != "isv@example.com" || user.Language != "ko" || user.Role != domain.PlatformRegular {
		t.Errorf("%+v", user)
	}
	isv.refused("PATCH", "/session/profile", body{"title": "", "email": "", "language": "en"}, 422, "required")
	isv.refused("PATCH", "/session/profile", body{"title": "I", "email": "ISV <isv@example.com>", "language": "en"}, 422, "email")
	isv.refused("PATCH", "/session/profile", body{"title": "I", "email": "", "language": "tlh"}, 422, "invalid")
}
