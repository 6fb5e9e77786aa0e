// Package storetest runs tests on each kind of database that a store may use.
package storetest

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// Each runs a test on an empty SQLite database, and on an empty PostgreSQL database if its server is installed.
func Each(t *testing.T, test func(*testing.T, store.Store), options ...store.Option) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { test(t, Open(t, url, options...)) })
}

// EachURL is Each for tests that open the database themselves.
func EachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite gives the URL of a database that is not there yet and goes with the test.
func SQLite(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "store.db")
}

// Open opens a database until the test ends.
func Open(t *testing.T, url string, options ...store.Option) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, slog.New(slog.NewTextHandler(t.Output(), nil)), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
