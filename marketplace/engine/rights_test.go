package engine

import (
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// Work may wait long, for a cluster that does not answer; who asked for it may have lost the right meanwhile.
func TestAChangeIsMadeWithTheRightsOfItsBeginning(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(tx store.Tx) error
		want      domain.ProjectRole
	}{
		"nothing":         {func(store.Tx) error { return nil }, domain.ProjectOperator},
		"another role":    {func(tx store.Tx) error { return tx.PutProjectMember("shop", "ulla", domain.ProjectViewer, time.Now()) }, domain.ProjectViewer},
		"left":            {func(tx store.Tx) error { return tx.DeleteWorkspaceMember("demo", "ulla") }, ""},
		"account deleted": {func(tx store.Tx) error { return tx.DeleteUser("ulla") }, ""},
		"account disabled": {func(tx store.Tx) error {
			u, err := tx.GetUser("ulla")
			if err != nil {
				return err
			}
			u.Disabled = true
			return tx.UpdateUser(u)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := New(Options{Store: storetest.Open(t, storetest.SQLite(t))})
			update := func(fn func(store.Tx) error) {
				t.Helper()
				if err := e.Store.Update(t.Context(), fn); err != nil {
					t.Fatal(err)
				}
			}
			for _, step := range pendingChange() {
				update(step)
			}
			update(c.meanwhile)
			r, err := e.begin(t.Context(), &store.Work{Subject: "ins-a"})
			if err != nil || r.change.Role != c.want || r.change.State != domain.ChangeRunning {
				t.Fatalf("%+v, %v, want the role %q", r.change, err, c.want)
			}
			update(func(tx store.Tx) error {
				kept, err := tx.GetChange("ins-a", 1)
				if err == nil && kept.Role != c.want {
					t.Errorf("kept is the role %q, want %q", kept.Role, c.want)
				}
				return err
			})
		})
	}
}

// pendingChange makes an instance that ulla, an operator, has asked for.
func pendingChange() []func(store.Tx) error {
	now := time.Now()
	v := &domain.Version{ID: "ver-a", App: "app-a", Number: "1.0.0", State: domain.Draft, Created: now, Updated: now}
	i := &domain.Instance{ID: "ins-a", Name: "cache", App: "app-a", AppName: "Redis", Workspace: "demo", Project: "shop", Cluster: "east", By: "ulla", Created: now}
	c := i.Begin(domain.ChangeInstall, v, "ulla", domain.ProjectOperator, now)
	return []func(store.Tx) error{
		func(tx store.Tx) error {
			return tx.InsertUser(&domain.User{Name: "ulla", Title: "Ulla", Role: domain.PlatformRegular, Created: now})
		},
		func(tx store.Tx) error {
			return tx.InsertWorkspace(&domain.Workspace{Name: "demo", Title: "Demo", Created: now})
		},
		func(tx store.Tx) error {
			return tx.InsertCluster(&domain.Cluster{Name: "east", Title: "East", Purpose: domain.ForBoth, Server: "https://east.invalid", State: domain.ClusterUnknown, Created: now, Kubeconfig: []byte("x")})
		},
		func(tx store.Tx) error {
			return tx.InsertProject(&domain.Project{Name: "shop", Title: "Shop", Workspace: "demo", Cluster: "east", State: domain.ProjectReady, Created: now})
		},
		func(tx store.Tx) error { return tx.PutWorkspaceMember("demo", "ulla", domain.WorkspaceRegular, now) },
		func(tx store.Tx) error { return tx.PutProjectMember("shop", "ulla", domain.ProjectOperator, now) },
		func(tx store.Tx) error {
			return tx.InsertApp(&domain.App{ID: "app-a", Workspace: "demo", Details: domain.Details{Name: "Redis"}, State: domain.Draft, Created: now, Updated: now})
		},
		func(tx store.Tx) error { return tx.InsertVersion(v, store.Files{}) },
		func(tx store.Tx) error { return tx.InsertInstance(i) },
		func(tx store.Tx) error { return tx.InsertChange(c) },
	}
}
