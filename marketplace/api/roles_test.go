package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

func TestARoleIsMadeChangedAndDeleted(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	var role domain.Role
	admin.must("POST", "/roles", body{"name": "app-review", "title": "App review", "permissions": []string{"app-templates.manage"}}, &role)
	want := domain.Role{Name: "app-review", Title: "App review", Permissions: []domain.Permission{domain.ViewTemplates, domain.ManageTemplates}, Revision: 1}
	if diff := cmp.Diff(want, role); diff != "" {
		t.Error(diff)
	}
	admin.must("PUT", "/roles/app-review", body{"revision": 1, "title": "Reviews", "permissions": []string{"audit.view"}}, &role)
	if role.Title != "Reviews" || role.Revision != 2 || len(role.Permissions) != 1 {
		t.Errorf("%+v", role)
	}
	var all []domain.Role
	admin.must("GET", "/roles", nil, &all)
	if len(all) != 3 || all[0].Name != domain.PlatformAdmin || all[0].Users != 1 {
		t.Errorf("%+v", all)
	}
	admin.must("DELETE", "/roles/app-review", nil, nil)
	if diff := cmp.Diff([]string{"role.create", "role.edit", "role.delete"}, p.actions("role/app-review")); diff != "" {
		t.Error(diff)
	}
	var permissions []domain.PermissionInfo
	admin.must("GET", "/permissions", nil, &permissions)
	if diff := cmp.Diff(domain.Permissions, permissions); diff != "" {
		t.Error(diff)
	}
}

func TestRolesAreRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	role := func(name string, permissions ...string) body {
		return body{"name": name, "title": "Title", "permissions": append([]string{}, permissions...)}
	}
	change := func(revision int) body {
		return body{"revision": revision, "title": "Title", "permissions": []string{}}
	}
	admin.must("POST", "/roles", role("app-review"), nil)
	admin.add("reviewer", "app-review")
	for _, c := range []struct {
		method, path string
		body         body
		status       int
		code         string
	}{
		{"POST", "/roles", role("app-review"), 409, "taken"},
		{"POST", "/roles", role(domain.PlatformAdmin), 409, "taken"},
		{"POST", "/roles", role("App Review"), 422, "name"},
		{"POST", "/roles", role("new", "everything"), 422, "permission"},
		{"POST", "/roles", body{"name": "new", "title": "", "permissions": []string{}}, 422, "required"},
		{"POST", "/roles", body{"name": "!", "title": "", "permissions": []string{"everything"}}, 422, "invalid"},
		{"PUT", "/roles/app-review", change(9), 409, "stale"},
		{"PUT", "/roles/platform-admin", change(1), 409, "built-in"},
		{"PUT", "/roles/platform-regular", change(1), 409, "built-in"},
		{"PUT", "/roles/none", change(1), 404, "not-found"},
		{"DELETE", "/roles/platform-regular", nil, 409, "built-in"},
		{"DELETE", "/roles/app-review", nil, 409, "in-use"},
		{"DELETE", "/roles/none", nil, 404, "not-found"},
	} {
		if c.body == nil {
			admin.refused(c.method, c.path, nil, c.status, c.code)
			continue
		}
		admin.refused(c.method, c.path, c.body, c.status, c.code)
	}
}
