package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"crypto/rand"

	"github.com/chandler-dev/chandler/internal/localpostgres"
)

// server is one for all tests of a test binary; it ends with that.
var server = sync.OnceValues(func() (*localpostgres.Server, error) {
	return localpostgres.Start(context.Background(), "fsync=off", "full_page_writes=off", "max_connections=200")
})

// Postgres gives the URL of an empty database on a server of this test binary's own. It skips the test if PostgreSQL is
// not installed.
func Postgres(t *testing.T) string {
	t.Helper()
	s, err := server()
	if errors.Is(err, localpostgres.ErrMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	if err := s.Do(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Do(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return s.URL(name)
}
