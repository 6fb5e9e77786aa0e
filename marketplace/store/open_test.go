package store_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func TestOpeningAgainFindsWhatWasThere(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		a := newApp("demo", "Redis", 0)
		role := &domain.Role{Name: "own", Title: "Own", Permissions: []domain.Permission{domain.ViewAudit}}
		first := storetest.Open(t, url)
		update(t, first, all(insertApp(a), func(tx store.Tx) error { return tx.InsertRole(role) }))
		for range 2 {
			again := storetest.Open(t, url)
			if err := again.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
			same(t, read(t, again, getApp(a.ID)), a)
			same(t, len(read(t, again, func(tx store.Tx) ([]*domain.Role, error) { return tx.ListRoles() })), 3)
		}
		var migrations, repeated int
		row := raw(t, url).QueryRowContext(t.Context(), "SELECT count(*), count(*) - count(DISTINCT version_id) FROM goose_db_version")
		if err := row.Scan(&migrations, &repeated); err != nil || migrations < 6 || repeated != 0 {
			t.Errorf("%d migrations, %d repeated, %v", migrations, repeated, err)
		}
	})
}

func TestTheFileOfADatabaseIsItsOwnersOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "a b?c#d.db")
	s := storetest.Open(t, "sqlite:"+path)
	update(t, s, insertWorkspace("demo"))
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %s", info.Name(), info.Mode())
		}
	}
}

func TestADatabaseThatCannotBeOpenedIsSaid(t *testing.T) {
	folder := t.TempDir()
	garbage := filepath.Join(folder, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"":                                     "is no kind of database",
		"mysql://x":                            "is no kind of database",
		"sqlite:":                              "path of the SQLite database is missing",
		"sqlite:" + folder:                     "open the database",
		"sqlite:" + garbage:                    "open the database",
		"postgres://u:s3cret@%zz/db":           "no address of a PostgreSQL database",
		"postgres:///x?host=/nowhere&user=abc": "connect to the PostgreSQL database x at /nowhere",
	} {
		s, err := store.Open(t.Context(), url, slog.New(slog.DiscardHandler))
		if err == nil {
			_ = s.Close()
			t.Errorf("%s was opened", url)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestADatabaseIsClosedTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		for range 2 { // and once more at the end of the test
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAClosedDatabaseAnswersNobody(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		update(t, s, insertWorkspace("demo"))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s.Update(t.Context(), insertWorkspace("other")) == nil || s.View(t.Context(), func(store.Tx) error { return nil }) == nil {
			t.Error("a closed database took a transaction")
		}
	})
}
