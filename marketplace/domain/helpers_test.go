package domain

import (
	"errors"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// codeOf is the code of a refusal; empty if there is none.
func codeOf(t *testing.T, err error) string {
	t.Helper()
	var e *Error
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &e):
		t.Fatalf("%v has no code", err)
	case e.Message == "" || e.Kind == "":
		t.Fatalf("%+v says nothing", e)
	}
	return e.Code
}

// people are one of each role; those of a workspace or project belong to "own" and "own-dev".
func people() map[string]*Principal {
	all := map[string]*Principal{
		"anonymous": {},
		"stranger":  {Role: PlatformRegular},
		"admin":     {Role: PlatformAdmin, Permissions: allPermissions()},
		"reviewer":  {Role: "app-review", Permissions: []Permission{ViewTemplates, ManageTemplates}},
	}
	for _, p := range Permissions {
		all[string(p.Name)] = &Principal{Role: "custom", Permissions: []Permission{p.Name}}
	}
	for _, r := range WorkspaceRoles {
		all[string(r)] = &Principal{Role: PlatformRegular, Workspaces: map[string]WorkspaceRole{"own": r}}
	}
	for _, r := range ProjectRoles {
		all["project-"+string(r)] = &Principal{Role: PlatformRegular, Projects: map[string]ProjectRole{"own-dev": r}}
	}
	for name, p := range all {
		if name != "anonymous" {
			p.User = name
		}
	}
	return all
}
