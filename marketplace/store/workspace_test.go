package store_test

import (
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func TestWorkspacesCountWhatIsInThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, all(insertUser("isv"), insertUser("boss"), insertWorkspace("demo"), insertWorkspace("other"), insertCluster, insertProject("prod", "demo"),
			insertApp(newApp("demo", "Redis", 0)), insertApp(newApp("demo", "Nginx", 0)), member("demo", "isv", domain.WorkspaceRegular), member("demo", "boss", domain.WorkspaceAdmin)))
		want := &domain.Workspace{Name: "demo", Title: "Workspace demo", Members: 2, Projects: 1, Apps: 2, Created: at(0), Revision: 1}
		same(t, read(t, s, func(tx store.Tx) (*domain.Workspace, error) { return tx.GetWorkspace("demo") }), want)
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Member, error) { return tx.ListWorkspaceMembers("demo") }), []*domain.Member{
			{User: "boss", Title: "Title of boss", Role: "workspace-admin", Since: at(1)}, {User: "isv", Title: "Title of isv", Role: "workspace-regular", Since: at(1)}})
		list := func(user, text string, p store.Page) []string {
			return mapped(read(t, s, func(tx store.Tx) (store.List[*domain.Workspace], error) { return tx.ListWorkspaces(user, text, p) }).Items,
				func(w *domain.Workspace) string { return w.Name })
		}
		same(t, list("", "", store.Page{}), []string{"demo", "other"})
		same(t, list("isv", "", store.Page{}), []string{"demo"})
		same(t, list("", "SPACE OTH", store.Page{}), []string{"other"})
		same(t, list("", "", store.Page{Order: "created", Descending: true, Limit: 1}), []string{"other"})
		want.Title = "Demonstration"
		update(t, s, func(tx store.Tx) error { return tx.UpdateWorkspace(want) })
		refused(t, s, "taken", insertWorkspace("demo"))
		refused(t, s, "not-found", member("demo", "nobody", domain.WorkspaceAdmin))
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteWorkspaceMember("other", "isv") })
	})
}

func TestADeletedWorkspaceLeavesItsApps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a, b := released("demo", "Redis", 0), released("other", "Redis", 1)
		update(t, s, all(insertUser("isv"), insertWorkspace("demo"), insertWorkspace("other"), insertCluster, insertProject("prod", "demo"), insertApp(a), insertApp(b),
			member("demo", "isv", domain.WorkspaceAdmin), func(tx store.Tx) error {
				return tx.InsertInvitation(&domain.Invitation{ID: "inv", Workspace: "demo", Hash: "h"})
			}))
		refused(t, s, "in-use", func(tx store.Tx) error { return tx.DeleteWorkspace("demo") })
		update(t, s, func(tx store.Tx) error { return tx.DeleteProject("prod") })
		update(t, s, all(func(tx store.Tx) error { return tx.DeleteWorkspace("demo") }, func(tx store.Tx) error { return tx.DeleteWorkspace("other") }))
		same(t, shown(t, s, store.StoreQuery{}, store.Page{}), []string{"Redis", "Redis"})
		same(t, read(t, s, getApp(a.ID)).Workspace, "")
		refused(t, s, "stale", func(tx store.Tx) error { return tx.UpdateApp(a) })
		missing(t, s, func(tx store.Tx) (*domain.Workspace, error) { return tx.GetWorkspace("demo") })
		missing(t, s, func(tx store.Tx) (*domain.Invitation, error) { return tx.GetInvitation("h") })
	})
}

func TestProjectsAreSeenByTheirMembersAndTheWorkspacesAdminsAndViewers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, all(insertUser("admin"), insertUser("viewer"), insertUser("regular"), insertUser("inside"), insertWorkspace("demo"), insertWorkspace("other"), insertCluster,
			insertProject("prod", "demo"), insertProject("dev", "demo"), insertProject("else", "other"), member("demo", "admin", domain.WorkspaceAdmin),
			member("demo", "viewer", domain.WorkspaceViewer), member("demo", "regular", domain.WorkspaceRegular), inside("dev", "inside", domain.ProjectViewer)))
		for _, test := range []struct {
			workspace, user string
			want            []string
		}{
			{"", "", []string{"dev", "else", "prod"}}, {"other", "", []string{"else"}}, {"demo", "admin", []string{"dev", "prod"}}, {"", "viewer", []string{"dev", "prod"}},
			{"", "regular", []string{}}, {"", "inside", []string{"dev"}}, {"other", "inside", []string{}},
		} {
			got := read(t, s, func(tx store.Tx) ([]*domain.Project, error) { return tx.ListProjects(test.workspace, test.user) })
			same(t, mapped(got, func(p *domain.Project) string { return p.Name }), test.want)
		}
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Member, error) { return tx.ListProjectMembers("dev") }),
			[]*domain.Member{{User: "inside", Title: "Title of inside", Role: "viewer", Since: at(1)}})
		p := newProject("dev", "demo", "local")
		p.Revision, p.State, p.Message = 1, domain.ProjectFailed, "no rights"
		update(t, s, func(tx store.Tx) error { return tx.UpdateProject(p) })
		same(t, read(t, s, func(tx store.Tx) (*domain.Project, error) { return tx.GetProject("dev") }), p)
		refused(t, s, "taken", insertProject("dev", "other"))
		refused(t, s, "missing", insertProject("new", "nowhere"))
		update(t, s, func(tx store.Tx) error { return tx.DeleteProjectMember("dev", "inside") })
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteProjectMember("dev", "inside") })
	})
}

func TestAClusterIsKeptUntilNoProjectIsOnIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		c := newCluster("local")
		seen := at(3)
		c.Seen, c.Nodes, c.Version, c.Embedded = &seen, 3, "v1.36.3", "store"
		update(t, s, all(insertWorkspace("demo"), func(tx store.Tx) error { return tx.InsertCluster(c) }, insertProject("prod", "demo")))
		same(t, read(t, s, func(tx store.Tx) (*domain.Cluster, error) { return tx.GetCluster("local") }), c)
		c.State, c.Message = domain.ClusterUnreachable, "refused"
		update(t, s, func(tx store.Tx) error { return tx.UpdateCluster(c) })
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Cluster, error) { return tx.ListClusters() }), []*domain.Cluster{c})
		refused(t, s, "taken", insertCluster)
		refused(t, s, "in-use", func(tx store.Tx) error { return tx.DeleteCluster("local") })
		update(t, s, all(func(tx store.Tx) error { return tx.DeleteProject("prod") }, func(tx store.Tx) error { return tx.DeleteCluster("local") }))
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteCluster("local") })
	})
}
