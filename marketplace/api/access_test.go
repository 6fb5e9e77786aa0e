package api_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// routes are the platform's operations, with what nobody, a stranger and a viewer of demo-workspace are told; an empty
// code is a grant.
var routes = []struct {
	method, path             string
	body                     body
	nobody, stranger, viewer string
}{
	{"GET", "/session", nil, "", "", ""},
	{"PUT", "/session/password", body{"new": another}, "sign-in", "old-password", "old-password"},
	{"PATCH", "/session/profile", body{"title": "T", "email": "", "language": ""}, "sign-in", "", ""},
	{"GET", "/tokens", nil, "sign-in", "", ""},
	{"POST", "/tokens", body{"name": "t"}, "sign-in", "", ""},
	{"DELETE", "/tokens/tok-x", nil, "sign-in", "not-found", "not-found"},
	{"GET", "/users", nil, "sign-in", "forbidden", "forbidden"},
	{"POST", "/users", body{"name": "n", "title": "N", "role": "platform-admin", "password": another}, "sign-in", "forbidden", "forbidden"},
	{"GET", "/users/admin", nil, "sign-in", "forbidden", "forbidden"},
	{"PATCH", "/users/admin", body{"revision": 2, "password": another}, "sign-in", "forbidden", "forbidden"},
	{"DELETE", "/users/admin", nil, "sign-in", "forbidden", "forbidden"},
	{"GET", "/permissions", nil, "sign-in", "forbidden", "forbidden"},
	{"GET", "/roles", nil, "sign-in", "forbidden", "forbidden"},
	{"POST", "/roles", body{"name": "n", "title": "N", "permissions": []string{}}, "sign-in", "forbidden", "forbidden"},
	{"PUT", "/roles/app-review", body{"revision": 1, "title": "N", "permissions": []string{}}, "sign-in", "forbidden", "forbidden"},
	{"DELETE", "/roles/app-review", nil, "sign-in", "forbidden", "forbidden"},
	{"GET", "/workspaces", nil, "sign-in", "", ""},
	{"POST", "/workspaces", body{"name": "n", "title": "N"}, "sign-in", "forbidden", "forbidden"},
	{"GET", "/workspaces/demo-workspace", nil, "sign-in", "not-found", ""},
	{"PATCH", "/workspaces/demo-workspace", body{"revision": 1, "title": "N"}, "sign-in", "not-found", "forbidden"},
	{"DELETE", "/workspaces/demo-workspace", nil, "sign-in", "not-found", "forbidden"},
	{"GET", "/workspaces/demo-workspace/members", nil, "sign-in", "not-found", ""},
	{"PUT", "/workspaces/demo-workspace/members/other", body{"role": "workspace-admin"}, "sign-in", "not-found", "forbidden"},
	{"DELETE", "/workspaces/demo-workspace/members/isv", nil, "sign-in", "not-found", "forbidden"},
	{"GET", "/workspaces/demo-workspace/invitations", nil, "sign-in", "not-found", "forbidden"},
	{"POST", "/workspaces/demo-workspace/invitations", body{"role": "workspace-admin"}, "sign-in", "not-found", "forbidden"},
	{"DELETE", "/workspaces/demo-workspace/invitations/inv-x", nil, "sign-in", "not-found", "forbidden"},
	{"GET", "/projects", nil, "sign-in", "", ""},
	{"POST", "/workspaces/demo-workspace/projects", body{"name": "n", "title": "N", "cluster": "east"}, "sign-in", "not-found", "forbidden"},
	{"GET", "/projects/demo-project", nil, "sign-in", "not-found", ""},
	{"DELETE", "/projects/demo-project", nil, "sign-in", "not-found", "forbidden"},
	{"GET", "/projects/demo-project/members", nil, "sign-in", "not-found", ""},
	{"PUT", "/projects/demo-project/members/viewer", body{"role": "admin"}, "sign-in", "not-found", "forbidden"},
	{"DELETE", "/projects/demo-project/members/isv", nil, "sign-in", "not-found", "forbidden"},
	{"GET", "/clusters", nil, "sign-in", "", ""},
	{"POST", "/clusters", body{"name": "n", "title": "N", "purpose": "both", "kubeconfig": "x"}, "sign-in", "forbidden", "forbidden"},
	{"GET", "/clusters/east", nil, "sign-in", "forbidden", "forbidden"},
	{"PATCH", "/clusters/east", body{"revision": 1, "title": "N"}, "sign-in", "forbidden", "forbidden"},
	{"POST", "/clusters/east/check", nil, "sign-in", "forbidden", "forbidden"},
	{"DELETE", "/clusters/east", nil, "sign-in", "forbidden", "forbidden"},
	{"GET", "/audit", nil, "sign-in", "forbidden", "forbidden"},
	{"GET", "/apps/redis/audit", nil, "sign-in", "not-found", ""},
	{"DELETE", "/session", nil, "", "", ""},
}

func TestEveryRouteIsRefusedToWhoMayNot(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	admin.must("POST", "/roles", body{"name": "app-review", "title": "App review", "permissions": []string{}}, nil)
	p.app("redis", domain.Draft)
	stranger, viewer := admin.add("other", domain.PlatformRegular), admin.add("viewer", domain.PlatformRegular)
	isv.must("PUT", "/workspaces/demo-workspace/members/viewer", body{"role": "workspace-viewer"}, nil)
	forged := &visitor{platform: p, name: "forged token", token: auth.NewSecret(auth.TokenSecret).Reveal(), address: "192.0.2.66"}
	for _, r := range routes {
		for _, c := range []struct {
			who  *visitor
			code string
		}{{p.stranger(), r.nobody}, {stranger, r.stranger}, {viewer, r.viewer}, {forged, "token"}} {
			var content any
			if r.body != nil {
				content = r.body
			}
			if got := c.who.ask(r.method, r.path, content); got.code() != c.code || (got.status >= 400) != (c.code != "") {
				t.Errorf("%s %s as %q: %d %s, want %q\n%s", r.method, r.path, c.who.name, got.status, got.code(), c.code, got.text)
			}
		}
	}
}

func TestARequestOfAnotherSiteIsRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	r := admin.from("cross-site", "POST", "/users", `{}`)
	if r.status != 403 || r.code() != "cross-origin" {
		t.Errorf("%d %s", r.status, r.text)
	}
	if r := admin.from("same-origin", "DELETE", "/session", ""); r.status >= 300 {
		t.Errorf("%d %s", r.status, r.text)
	}
}

// Passwords, tokens, links and kubeconfigs go in by every way there is, and must not come out again.
func TestNoSecretIsLeftBehind(t *testing.T) {
	p := newPlatform(t)
	link, err := p.server.AdminLink(t.Context(), "admin")
	if err != nil {
		t.Fatal(err)
	}
	const canary = "canary-of-seven-seas"
	secrets := []string{canary, secretOf(link)}
	answers := ""
	admin := &visitor{platform: p, name: "admin", address: "192.0.2.10"}
	admin.must("POST", "/session/link", body{"secret": secretOf(link)}, nil)
	secrets = append(secrets, admin.cookie)
	admin.must("PUT", "/session/password", body{"new": canary + "-0"}, nil)
	for _, b := range []body{
		{"name": "isv", "title": "ISV", "role": domain.PlatformRegular, "password": canary + "-1"},
		{"name": "isv", "title": "ISV", "role": domain.PlatformRegular, "password": canary + "-2"},                     // taken
		{"name": "Not A Name", "title": "ISV", "role": domain.PlatformRegular, "password": canary + "-3"},              // refused
		{"name": "isv", "role": domain.PlatformRegular, "password": canary + "-4"},                                     // incomplete
		{"name": "isv", "title": "ISV", "role": domain.PlatformRegular, "password": canary + strings.Repeat("5", 200)}, // too long
		{"name": "isv", "title": "ISV", "role": domain.PlatformRegular, "passwort": canary + "-6"},                     // misspelled
		{"name": "isv", "title": "ISV", "role": domain.PlatformRegular, "password": []string{canary + "-7"}},           // no text
	} {
		answers += admin.ask("POST", "/users", b).text
	}
	for _, config := range []string{kubeconfig(canary), strings.Replace(kubeconfig(canary), "users:", "users: [", 1), strings.Replace(kubeconfig(canary), "token: ", "exec: {}, token: ", 1), canary} {
		answers += admin.ask("POST", "/clusters", body{"name": "east", "title": "East", "purpose": "both", "kubeconfig": config}).text
	}
	for _, b := range []body{{"user": "isv", "password": canary + "-8"}, {"user": canary, "password": "x"}, {"user": "isv", "password": canary + "-1", "more": canary}} {
		answers += p.stranger().ask("POST", "/session", b).text
	}
	answers += admin.from("same-origin", "POST", "/session", `{"user": "isv", "password": "`+canary).text
	var token newToken
	admin.must("POST", "/tokens", body{"name": "robot"}, &token)
	robot := &visitor{platform: p, token: token.Secret, address: "192.0.2.30"}
	answers += robot.must("GET", "/tokens", nil, nil).text + robot.must("GET", "/audit", nil, nil).text + robot.must("GET", "/users", nil, nil).text
	secrets = append(secrets, token.Secret)
	if err := p.server.Store.Close(); err != nil {
		t.Fatal(err)
	}
	places := map[string]string{"an answer": answers, "the log": p.log.text.String()}
	files, err := filepath.Glob(filepath.Join(p.folder, "store.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		places[filepath.Base(f)] = string(content)
	}
	for place, text := range places {
		for _, s := range secrets {
			if i := strings.Index(text, s); i >= 0 {
				t.Errorf("%s holds %s: %s", place, s, text[max(0, i-200):min(len(text), i+100)])
			}
		}
	}
	if !strings.Contains(places["the log"], "sign-in refused") {
		t.Error("a refused sign-in is not in the log")
	}
}
