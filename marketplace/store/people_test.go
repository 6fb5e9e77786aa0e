package store_test

import (
	"errors"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func insertUser(name string) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.InsertUser(newUser(name)) }
}

func insertWorkspace(name string) func(store.Tx) error {
	return func(tx store.Tx) error {
		return tx.InsertWorkspace(&domain.Workspace{Name: name, Title: "Workspace " + name, Created: at(0)})
	}
}

func insertProject(name, workspace string) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.InsertProject(newProject(name, workspace, "local")) }
}

func insertCluster(tx store.Tx) error { return tx.InsertCluster(newCluster("local")) }

func member(workspace, user string, role domain.WorkspaceRole) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.PutWorkspaceMember(workspace, user, role, at(1)) }
}

func inside(project, user string, role domain.ProjectRole) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.PutProjectMember(project, user, role, at(1)) }
}

func TestAUserIsKeptAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		u := newUser("isv")
		get := func(tx store.Tx) (*domain.User, error) { return tx.GetUser("isv") }
		update(t, s, func(tx store.Tx) error { return tx.InsertUser(u) })
		same(t, read(t, s, get), u)
		seen := at(9)
		u.LastSeen, u.Disabled, u.Title = &seen, true, "Independent vendor"
		update(t, s, func(tx store.Tx) error { return tx.UpdateUser(u) })
		same(t, read(t, s, get), u)
		refused(t, s, "taken", insertUser("isv"))
		old := *u
		old.Revision--
		refused(t, s, "stale", func(tx store.Tx) error { return tx.UpdateUser(&old) })
		update(t, s, func(tx store.Tx) error { return tx.DeleteUser("isv") })
		missing(t, s, get)
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteUser("isv") })
	})
}

// PostgreSQL keeps no NUL: what a stranger sends is refused, and no failure of the store.
func TestATextThatCannotBeKeptIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		for _, ask := range []func(store.Tx) error{
			func(tx store.Tx) error { _, err := tx.GetUser("a\x00b"); return err },
			func(tx store.Tx) error {
				_, err := tx.ListUsers(store.UserQuery{Text: "a\x00b", Role: "none"}, store.Page{})
				return err
			},
		} {
			var refusal *domain.Error
			if err := s.View(t.Context(), ask); err != nil && !errors.As(err, &refusal) {
				t.Error(err)
			}
		}
	})
}

func TestUsersAreChosenAndOrdered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		late, early, admin := newUser("late"), newUser("early"), newUser("admin")
		late.Created, admin.Role, admin.Title = at(5), domain.PlatformAdmin, "100% Boss_man"
		seen := at(8)
		early.LastSeen = &seen
		for _, u := range []*domain.User{late, early, admin} {
			update(t, s, func(tx store.Tx) error { return tx.InsertUser(u) })
		}
		for _, test := range []struct {
			query store.UserQuery
			page  store.Page
			want  []string
		}{
			{store.UserQuery{}, store.Page{}, []string{"admin", "early", "late"}},
			{store.UserQuery{}, store.Page{Order: "created", Descending: true, Limit: 1}, []string{"late"}},
			{store.UserQuery{}, store.Page{Order: "lastSeen", Descending: true, Limit: 1}, []string{"early"}},
			{store.UserQuery{}, store.Page{Order: "name", Limit: 1, Offset: 1}, []string{"early"}},
			{store.UserQuery{Role: domain.PlatformAdmin}, store.Page{}, []string{"admin"}},
			{store.UserQuery{Text: "boss"}, store.Page{}, []string{"admin"}},
			{store.UserQuery{Text: "s_m"}, store.Page{}, []string{"admin"}},
			{store.UserQuery{Text: "0%"}, store.Page{}, []string{"admin"}},
			{store.UserQuery{Text: "%"}, store.Page{Limit: 2}, []string{"admin"}},
			{store.UserQuery{Text: "late@EX"}, store.Page{}, []string{"late"}},
			{store.UserQuery{Text: `\`}, store.Page{}, []string{}},
		} {
			list := read(t, s, func(tx store.Tx) (store.List[*domain.User], error) { return tx.ListUsers(test.query, test.page) })
			same(t, mapped(list.Items, func(u *domain.User) string { return u.Name }), test.want)
		}
	})
}

func TestRolesAreSeededAndKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		review := &domain.Role{Name: "app-review", Title: "Review", Permissions: []domain.Permission{domain.ViewTemplates, domain.ManageTemplates}}
		update(t, s, func(tx store.Tx) error { return tx.InsertRole(review) })
		reviewer := newUser("reviewer")
		reviewer.Role = review.Name
		update(t, s, func(tx store.Tx) error { return tx.InsertUser(reviewer) })
		review.Users = 1
		same(t, read(t, s, func(tx store.Tx) (*domain.Role, error) { return tx.GetRole("app-review") }), review)
		list := read(t, s, func(tx store.Tx) ([]*domain.Role, error) { return tx.ListRoles() })
		same(t, mapped(list, func(r *domain.Role) string { return r.Name }), []string{domain.PlatformAdmin, domain.PlatformRegular, "app-review"})
		if !list[0].BuiltIn || len(list[0].Permissions) != len(domain.Permissions) {
			t.Errorf("%+v", list[0])
		}
		refused(t, s, "taken", func(tx store.Tx) error { return tx.InsertRole(&domain.Role{Name: "app-review"}) })
		refused(t, s, "in-use", func(tx store.Tx) error { return tx.DeleteRole("app-review") })
		refused(t, s, "missing", func(tx store.Tx) error { u := newUser("x"); u.Role = "none"; return tx.InsertUser(u) })
		review.Title = "Reviewers"
		update(t, s, func(tx store.Tx) error { return tx.UpdateRole(review) })
		update(t, s, all(func(tx store.Tx) error { return tx.DeleteUser("reviewer") }, func(tx store.Tx) error { return tx.DeleteRole("app-review") }))
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteRole("app-review") })
	})
}

func TestAPrincipalHasItsRolesAndMemberships(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, all(insertUser("isv"), insertWorkspace("demo"), insertWorkspace("other"), insertCluster, insertProject("prod", "demo"),
			member("demo", "isv", domain.WorkspaceRegular), member("other", "isv", domain.WorkspaceViewer), member("other", "isv", domain.WorkspaceAdmin), inside("prod", "isv", domain.ProjectOperator)))
		get := func(tx store.Tx) (*domain.Principal, error) { return tx.Principal("isv") }
		same(t, read(t, s, get), &domain.Principal{User: "isv", Role: domain.PlatformRegular, Permissions: []domain.Permission{},
			Workspaces: map[string]domain.WorkspaceRole{"demo": domain.WorkspaceRegular, "other": domain.WorkspaceAdmin},
			Projects:   map[string]domain.ProjectRole{"prod": domain.ProjectOperator}})
		update(t, s, func(tx store.Tx) error { return tx.DeleteWorkspaceMember("demo", "isv") })
		p := read(t, s, get)
		if len(p.Projects) != 0 || len(p.Workspaces) != 1 {
			t.Errorf("left the workspace, and is still %+v", p)
		}
		missing(t, s, func(tx store.Tx) (*domain.Principal, error) { return tx.Principal("nobody") })
	})
}

func TestDeletedUsersLeaveWhatTheyDid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		entry := &domain.Entry{Time: at(0), Actor: "isv", Action: "app.create", Subject: "app/" + a.ID, Name: "Redis"}
		update(t, s, all(insertUser("isv"), insertWorkspace("demo"), insertCluster, insertProject("prod", "demo"), member("demo", "isv", domain.WorkspaceAdmin),
			inside("prod", "isv", domain.ProjectViewer), insertApp(a), func(tx store.Tx) error { return tx.Audit(entry) },
			func(tx store.Tx) error { return tx.InsertSession(&domain.Session{Hash: "s", User: "isv"}) },
			func(tx store.Tx) error { return tx.InsertToken(&domain.Token{ID: "tok-1", User: "isv", Hash: "t"}) }))
		update(t, s, func(tx store.Tx) error { return tx.DeleteUser("isv") })
		same(t, read(t, s, getApp(a.ID)).Author, "isv")
		same(t, read(t, s, func(tx store.Tx) (store.List[*domain.Entry], error) {
			return tx.ListAudit(store.AuditQuery{Actor: "isv"}, store.Page{})
		}).Items, []*domain.Entry{entry})
		missing(t, s, func(tx store.Tx) (*domain.Session, error) { return tx.GetSession("s") })
		missing(t, s, func(tx store.Tx) (*domain.Token, error) { return tx.GetToken("t") })
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Member, error) { return tx.ListWorkspaceMembers("demo") }), []*domain.Member{})
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Member, error) { return tx.ListProjectMembers("prod") }), []*domain.Member{})
	})
}
