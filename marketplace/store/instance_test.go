package store_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func newInstance(name, workspace, project string, minutes int) *domain.Instance {
	return &domain.Instance{ID: domain.NewID(domain.InstanceID), Name: name, Description: "d", App: "app-1", AppName: "Redis", Version: "ver-1", Number: "1.0.0",
		Workspace: workspace, Project: project, Cluster: "local", Test: true, State: domain.Creating, Current: 1, By: "isv", Created: at(minutes), Updated: at(minutes)}
}

func insertInstance(i *domain.Instance) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.InsertInstance(i) }
}

func TestAnInstancesNameIsItsOwnUntilItIsRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		i := newInstance("cache", "demo", "prod", 0)
		get := func(tx store.Tx) (*domain.Instance, error) { return tx.GetInstance(i.ID) }
		update(t, s, all(insertInstance(i), insertInstance(newInstance("cache", "demo", "dev", 0))))
		same(t, read(t, s, get), i)
		refused(t, s, "taken", insertInstance(newInstance("cache", "demo", "prod", 1)))
		i.State, i.Reason, i.Good = domain.Removed, "gone", 1
		update(t, s, func(tx store.Tx) error { return tx.UpdateInstance(i) })
		same(t, read(t, s, get), i)
		update(t, s, insertInstance(newInstance("cache", "demo", "prod", 2)))
		i.Revision = 1
		refused(t, s, "stale", func(tx store.Tx) error { return tx.UpdateInstance(i) })
	})
}

func TestInstancesAreChosenAndOrdered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		one, two, three, gone := newInstance("one", "a", "a-dev", 3), newInstance("two", "a", "a-prod", 2), newInstance("three", "b", "b-prod", 1), newInstance("gone", "a", "a-dev", 4)
		two.State, two.AppName, two.App, two.Version = domain.Running, "Nginx", "app-2", "ver-2"
		three.Cluster, gone.State = "remote", domain.Removed
		update(t, s, all(insertInstance(one), insertInstance(two), insertInstance(three), insertInstance(gone)))
		for _, test := range []struct {
			query store.InstanceQuery
			page  store.Page
			want  []string
		}{
			{store.InstanceQuery{}, store.Page{}, []string{"one", "two", "three"}},
			{store.InstanceQuery{}, store.Page{Order: "name"}, []string{"one", "three", "two"}},
			{store.InstanceQuery{}, store.Page{Order: "created", Limit: 1}, []string{"three"}},
			{store.InstanceQuery{}, store.Page{Order: "updated", Limit: 1}, []string{"three"}},
			{store.InstanceQuery{}, store.Page{Order: "state", Descending: true, Limit: 1}, []string{"two"}},
			{store.InstanceQuery{Workspaces: []string{"a"}, Projects: []string{"b-prod"}}, store.Page{}, []string{"one", "two", "three"}},
			{store.InstanceQuery{Projects: []string{"a-prod"}}, store.Page{}, []string{"two"}},
			{store.InstanceQuery{Workspaces: []string{"b"}}, store.Page{}, []string{"three"}},
			{store.InstanceQuery{Workspaces: []string{}}, store.Page{}, []string{}},
			{store.InstanceQuery{Workspace: "a", Project: "a-dev"}, store.Page{}, []string{"one"}},
			{store.InstanceQuery{Cluster: "remote"}, store.Page{}, []string{"three"}},
			{store.InstanceQuery{App: "app-2", Version: "ver-2"}, store.Page{}, []string{"two"}},
			{store.InstanceQuery{States: []domain.InstanceState{domain.Running, domain.Failed}}, store.Page{}, []string{"two"}},
			{store.InstanceQuery{Text: "NGI"}, store.Page{}, []string{"two"}},
			{store.InstanceQuery{Text: "hre"}, store.Page{}, []string{"three"}},
		} {
			t.Run(fmt.Sprintf("%+v%+v", test.query, test.page), func(t *testing.T) {
				list := read(t, s, func(tx store.Tx) (store.List[*domain.Instance], error) {
					return tx.ListInstances(test.query, test.page)
				})
				same(t, mapped(list.Items, func(i *domain.Instance) string { return i.Name }), test.want)
			})
		}
	})
}

func TestChangesKeepTheirSealedValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		i := newInstance("cache", "demo", "prod", 0)
		first := &domain.Change{Instance: i.ID, N: 1, Kind: domain.ChangeInstall, Version: "ver-1", Number: "1.0.0", Deployer: "r@sha256:1", State: domain.ChangePending,
			Role: domain.ProjectOperator, By: "isv", Created: at(0), Values: []byte{0, 255, 1}}
		second := &domain.Change{Instance: i.ID, N: 2, Kind: domain.ChangeRollback, From: 1, State: domain.ChangePending, Created: at(1), Values: []byte("v")}
		update(t, s, all(insertInstance(i), func(tx store.Tx) error { return tx.InsertChange(first) }, func(tx store.Tx) error { return tx.InsertChange(second) }))
		begin, end := at(3), at(4)
		first.State, first.Started, first.Ended, first.Reason, first.Doing = domain.ChangeFailed, &begin, &end, "why", "waiting"
		first.Outcome, first.Generated = json.RawMessage(`{"steps":[]}`), []byte{7, 0}
		update(t, s, func(tx store.Tx) error { return tx.UpdateChange(first) })
		same(t, read(t, s, func(tx store.Tx) (*domain.Change, error) { return tx.GetChange(i.ID, 1) }), first)
		list := read(t, s, func(tx store.Tx) ([]*domain.Change, error) { return tx.ListChanges(i.ID) })
		same(t, mapped(list, func(c *domain.Change) int { return c.N }), []int{2, 1})
		if list[0].Values != nil || list[1].Generated != nil {
			t.Error("the list has values")
		}
		refused(t, s, "taken", func(tx store.Tx) error { return tx.InsertChange(second) })
		missing(t, s, func(tx store.Tx) (*domain.Change, error) { return tx.GetChange(i.ID, 3) })
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.UpdateChange(&domain.Change{Instance: i.ID, N: 3}) })
	})
}
