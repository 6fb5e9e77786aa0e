package store_test

import (
	"database/sql"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // to reach a database past the store
	_ "modernc.org/sqlite"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// raw opens a database past the store.
func raw(t *testing.T, url string) *sql.DB {
	t.Helper()
	driver, address := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, address = "sqlite", path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestTheAuditIsOnlyEverAddedTo(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		entry := &domain.Entry{Time: at(0), Actor: "isv", Action: "version.submit", Subject: "version/ver-1", Name: "Redis 1.0.0"}
		update(t, s, func(tx store.Tx) error { return tx.Audit(entry) })
		db := raw(t, url)
		for _, statement := range []string{"UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "DELETE FROM audit WHERE sequence = 1"} {
			if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "only ever added to") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		list := read(t, s, func(tx store.Tx) (store.List[*domain.Entry], error) {
			return tx.ListAudit(store.AuditQuery{}, store.Page{})
		})
		same(t, list.Items, []*domain.Entry{entry})
	})
}

func TestTheAuditIsChosenNewestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		first := &domain.Entry{Time: at(0), Actor: "isv", Address: "10.0.0.1", Action: "version.submit", Subject: "version/ver-1", Name: "Redis 1.0.0", Workspace: "demo",
			App: "app-1", Version: "ver-1", Review: "rev-1", From: domain.Draft, To: domain.Submitted, Message: "please", Digest: "sha256:1"}
		second := &domain.Entry{Time: at(1), Actor: "admin", Action: "user.create", Subject: "user/isv", Name: "isv", Message: "한국어 메모"}
		update(t, s, func(tx store.Tx) error { return tx.Audit(first) })
		update(t, s, func(tx store.Tx) error { return tx.Audit(second) })
		if first.Sequence >= second.Sequence || first.Sequence == 0 {
			t.Errorf("sequences %d, %d", first.Sequence, second.Sequence)
		}
		for _, test := range []struct {
			query store.AuditQuery
			want  []*domain.Entry
		}{
			{store.AuditQuery{}, []*domain.Entry{second, first}}, {store.AuditQuery{Workspace: "demo"}, []*domain.Entry{first}}, {store.AuditQuery{App: "app-1"}, []*domain.Entry{first}},
			{store.AuditQuery{Version: "ver-2"}, []*domain.Entry{}}, {store.AuditQuery{Actor: "admin"}, []*domain.Entry{second}}, {store.AuditQuery{Action: "version.submit"}, []*domain.Entry{first}},
			{store.AuditQuery{Subject: "user/isv"}, []*domain.Entry{second}}, {store.AuditQuery{Text: "REDIS"}, []*domain.Entry{first}}, {store.AuditQuery{Text: "메모"}, []*domain.Entry{second}},
		} {
			same(t, read(t, s, func(tx store.Tx) (store.List[*domain.Entry], error) {
				return tx.ListAudit(test.query, store.Page{Limit: 9})
			}).Items, test.want)
		}
	})
}
