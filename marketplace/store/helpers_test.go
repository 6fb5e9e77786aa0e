package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

var start = time.Date(2026, 11, 21, 9, 0, 0, 123456000, time.UTC)

// at is a time some minutes after the start.
func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// update fails the test if the change is refused.
func update(t *testing.T, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// all runs changes one after the other in one transaction.
func all(changes ...func(store.Tx) error) func(store.Tx) error {
	return func(tx store.Tx) error {
		for _, change := range changes {
			if err := change(tx); err != nil {
				return err
			}
		}
		return nil
	}
}

// read gives what a view reads.
func read[T any](t *testing.T, s store.Store, fn func(store.Tx) (T, error)) T {
	t.Helper()
	var got T
	err := s.View(t.Context(), func(tx store.Tx) error {
		var err error
		got, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// refused fails the test unless a change is refused with a code.
func refused(t *testing.T, s store.Store, code string, fn func(store.Tx) error) {
	t.Helper()
	refusal(t, s.Update(t.Context(), fn), code)
}

// missing fails the test unless reading says that there is no such thing.
func missing[T any](t *testing.T, s store.Store, fn func(store.Tx) (T, error)) {
	t.Helper()
	refusal(t, s.View(t.Context(), func(tx store.Tx) error { _, err := fn(tx); return err }), "not-found")
}

func refusal(t *testing.T, err error, code string) {
	t.Helper()
	var e *domain.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, wanted a refusal with the code %s", err, code)
	}
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// mapped gives what f makes of each.
func mapped[T, R any](items []T, f func(T) R) []R {
	all := make([]R, len(items))
	for i, item := range items {
		all[i] = f(item)
	}
	return all
}

func newUser(name string) *domain.User {
	return &domain.User{Name: name, Title: "Title of " + name, Email: name + "@example.org", Role: domain.PlatformRegular, Password: "hash", Language: "ko", Created: at(0)}
}

func newCluster(name string) *domain.Cluster {
	return &domain.Cluster{Name: name, Title: "Cluster", Purpose: domain.ForBoth, Server: "https://10.0.0.1", State: domain.ClusterUnknown, Created: at(0), Kubeconfig: []byte{0, 1, 255}}
}

func newProject(name, workspace, cluster string) *domain.Project {
	return &domain.Project{Name: name, Title: "Project", Workspace: workspace, Cluster: cluster, State: domain.ProjectPreparing, Created: at(0)}
}

func newApp(workspace, name string, minutes int) *domain.App {
	return &domain.App{ID: domain.NewID(domain.AppID), Workspace: workspace, ChartName: "chart-" + name, State: domain.Draft,
		Details: domain.Details{Name: name, Summary: "In-memory cache", Introduction: "# " + name, Keywords: []string{"cache", "nosql"},
			Maintainers: []string{"Salvatore"}, Sources: []string{"https://example.org"}, Icon: "sha256:1"},
		Latest: "1.0.0", Author: "isv", Created: at(minutes), Updated: at(minutes)}
}

// released is an app that the store shows.
func released(workspace, name string, minutes int) *domain.App {
	a := newApp(workspace, name, minutes)
	a.State, a.LatestActive = domain.Active, a.Latest
	a.Publish(at(minutes))
	return a
}

func newVersion(app, number string, minutes int) *domain.Version {
	return &domain.Version{ID: domain.NewID(domain.VersionID), App: app, Number: number, State: domain.Draft, Changes: "First", Author: "isv",
		Package: domain.Package{Kind: domain.HelmChart, ChartName: "redis", Digest: "sha256:" + number, Size: 12, Images: []string{"redis:7"}, Notes: []domain.PackageNote{{File: "a", Text: "b"}}},
		Created: at(minutes), Updated: at(minutes)}
}

func insertApp(a *domain.App) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.InsertApp(a) }
}

func insertVersion(v *domain.Version) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.InsertVersion(v, store.Files{}) }
}
