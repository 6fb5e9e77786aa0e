package domain

import "testing"

func TestNobodyGrantsWhatTheyDoNotHave(t *testing.T) {
	builtIn := BuiltInRoles()
	admin, regular := &builtIn[0], &builtIn[1]
	all := &Role{Name: "nearly-admin", Permissions: allPermissions()}
	review := &Role{Name: "app-review", Permissions: []Permission{ViewTemplates, ManageTemplates}}
	managing := func(permissions ...Permission) *Principal {
		return &Principal{User: "hr", Role: "hr", Permissions: permissions}
	}
	for _, c := range []struct {
		name string
		by   *Principal
		role *Role
		ok   bool
	}{
		{"admin grants admin", &Principal{User: "admin", Role: PlatformAdmin}, admin, true},
		{"admin grants all", &Principal{User: "admin", Role: PlatformAdmin}, all, true},
		{"all permissions are no admin", managing(allPermissions()...), admin, false},
		{"all permissions grant all", managing(allPermissions()...), all, true},
		{"a manager of users grants regular", managing(ManageUsers), regular, true},
		{"a manager of users grants no reviewing", managing(ManageUsers, ViewTemplates), review, false},
		{"a reviewer grants reviewing", managing(ManageUsers, ViewTemplates, ManageTemplates), review, true},
	} {
		if err := c.by.MayGrant(c.role); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
