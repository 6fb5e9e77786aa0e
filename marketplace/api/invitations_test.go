package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

type newInvitation struct {
	domain.Invitation
	Link string
}

const invitations = "/workspaces/demo-workspace/invitations"

func (v *visitor) invite(role string) (newInvitation, string) {
	v.t.Helper()
	var i newInvitation
	v.must("POST", invitations, body{"role": role, "email": "new@example.com"}, &i)
	return i, secretOf(i.Link)
}

func TestAnInvitationIsAcceptedByWhoHasSignedIn(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	reviewer := admin.add("reviewer", domain.PlatformRegular)
	i, secret := isv.invite("workspace-admin")
	if !strings.HasPrefix(i.Link, "https://store.example/invitation#chi_") || i.By != "isv" {
		t.Errorf("%+v", i)
	}
	var seen domain.Invitation
	p.stranger().must("POST", "/invitations/look", body{"secret": secret}, &seen)
	if seen.Workspace != "demo-workspace" || seen.Role != domain.WorkspaceAdmin {
		t.Errorf("%+v", seen)
	}
	var who me
	reviewer.must("POST", "/invitations/accept", body{"secret": secret}, &who)
	if who.Workspaces["demo-workspace"] != domain.WorkspaceAdmin {
		t.Errorf("%+v", who)
	}
	reviewer.must("GET", "/workspaces/demo-workspace", nil, nil)
	admin.refused("POST", "/invitations/accept", body{"secret": secret}, 404, "invitation")
	r := isv.must("GET", invitations, nil, nil)
	if strings.Contains(r.text, "chi_") || !strings.Contains(r.text, `"accepted"`) {
		t.Errorf("listed as %s", r.text)
	}
}

func TestAnInvitationMakesAnAccount(t *testing.T) {
	p := newPlatform(t)
	isv := p.demo(p.admin())
	_, secret := isv.invite("workspace-viewer")
	account := func(name, password string) body {
		return body{"secret": secret, "account": body{"name": name, "title": "New", "password": password}}
	}
	guest := p.stranger()
	guest.refused("POST", "/invitations/accept", body{"secret": secret}, 401, "sign-in")
	guest.refused("POST", "/invitations/accept", account("isv", passwordOfAll), 409, "taken")
	guest.refused("POST", "/invitations/accept", account("New", passwordOfAll), 422, "name")
	guest.refused("POST", "/invitations/accept", account("new", "short"), 422, "password")
	var who me
	guest.must("POST", "/invitations/accept", account("new", passwordOfAll), &who)
	if who.User.Role != domain.PlatformRegular || who.Workspaces["demo-workspace"] != domain.WorkspaceViewer {
		t.Errorf("%+v", who)
	}
	guest.must("GET", "/workspaces/demo-workspace", nil, nil)
	p.signIn("new")
	p.stranger().refused("POST", "/invitations/accept", account("newer", passwordOfAll), 404, "invitation")
}

func TestInvitationsAreRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	other := admin.add("other", domain.PlatformRegular)
	i, secret := isv.invite("workspace-viewer")
	isv.refused("POST", "/invitations/accept", body{"secret": secret}, 409, "already-member")
	var who me
	isv.must("GET", "/session", nil, &who)
	if who.Workspaces["demo-workspace"] != domain.WorkspaceAdmin {
		t.Errorf("accepting made isv %s", who.Workspaces["demo-workspace"])
	}
	isv.refused("POST", invitations, body{"role": "king"}, 422, "invalid")
	isv.refused("POST", invitations, body{"role": "workspace-viewer", "email": "x"}, 422, "email")
	other.refused("POST", invitations, body{"role": "workspace-admin"}, 404, "not-found")
	other.refused("GET", invitations, nil, 404, "not-found")
	other.refused("DELETE", invitations+"/"+i.ID, nil, 404, "not-found")
	other.refused("POST", "/invitations/look", body{"secret": "chi_nonsense"}, 404, "invitation")
	isv.refused("DELETE", invitations+"/inv-none", nil, 404, "not-found")
	isv.must("DELETE", invitations+"/"+i.ID, nil, nil)
	other.refused("POST", "/invitations/accept", body{"secret": secret}, 404, "invitation")
	_, secret = isv.invite("workspace-viewer")
	p.now = p.now.Add(7 * 24 * time.Hour)
	p.signIn("other").refused("POST", "/invitations/accept", body{"secret": secret}, 404, "invitation")
}

func TestInvitationsCannotBeGuessedWithoutEnd(t *testing.T) {
	p := newPlatform(t)
	v := p.stranger()
	for range 30 {
		v.refused("POST", "/invitations/look", body{"secret": "chi_nonsense"}, 404, "invitation")
	}
	v.refused("POST", "/invitations/look", body{"secret": "chi_nonsense"}, 429, "too-many-attempts")
}
