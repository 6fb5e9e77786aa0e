package store_test

import (
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func TestInvitationsAreAcceptedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		first := &domain.Invitation{ID: "inv-1", Workspace: "demo", Role: domain.WorkspaceAdmin, Email: "a@example.org", By: "boss", Created: at(0), Expires: at(60), Hash: "h1"}
		second := &domain.Invitation{ID: "inv-2", Workspace: "demo", Role: domain.WorkspaceViewer, By: "boss", Created: at(1), Expires: at(60), Hash: "h2"}
		update(t, s, all(insertWorkspace("demo"), func(tx store.Tx) error { return tx.InsertInvitation(first) }, func(tx store.Tx) error { return tx.InsertInvitation(second) }))
		same(t, read(t, s, func(tx store.Tx) (*domain.Invitation, error) { return tx.GetInvitation("h1") }), first)
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Invitation, error) { return tx.ListInvitations("demo") }), []*domain.Invitation{second, first})
		accept := func(tx store.Tx) error { return tx.AcceptInvitation("inv-1", at(2)) }
		update(t, s, accept)
		refused(t, s, "accepted", accept)
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.AcceptInvitation("inv-9", at(2)) })
		same(t, *read(t, s, func(tx store.Tx) (*domain.Invitation, error) { return tx.GetInvitation("h1") }).Accepted, at(2))
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteInvitation("other", "inv-1") })
		update(t, s, func(tx store.Tx) error { return tx.DeleteInvitation("demo", "inv-1") })
		missing(t, s, func(tx store.Tx) (*domain.Invitation, error) { return tx.GetInvitation("h1") })
	})
}

func TestSessionsEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, all(insertUser("isv"), insertUser("other")))
		put := func(hash, user string, expires int) {
			update(t, s, func(tx store.Tx) error {
				return tx.InsertSession(&domain.Session{Hash: hash, User: user, Created: at(0), Seen: at(0), Expires: at(expires)})
			})
		}
		get := func(hash string) func(store.Tx) (*domain.Session, error) {
			return func(tx store.Tx) (*domain.Session, error) { return tx.GetSession(hash) }
		}
		put("one", "isv", 10)
		put("two", "isv", 20)
		put("three", "other", 20)
		update(t, s, func(tx store.Tx) error { return tx.TouchSession("one", at(5)) })
		same(t, read(t, s, get("one")), &domain.Session{Hash: "one", User: "isv", Created: at(0), Seen: at(5), Expires: at(10)})
		update(t, s, func(tx store.Tx) error { return tx.TouchSession("two", at(4)) }) // earlier than what is known
		isv := read(t, s, func(tx store.Tx) (*domain.User, error) { return tx.GetUser("isv") })
		same(t, *isv.LastSeen, at(5))
		same(t, isv.Revision, int64(1))
		update(t, s, func(tx store.Tx) error { return tx.DeleteExpiredSessions(at(10)) })
		missing(t, s, get("one"))
		same(t, read(t, s, get("two")).User, "isv")
		update(t, s, func(tx store.Tx) error { return tx.DeleteSessions("isv") })
		missing(t, s, get("two"))
		update(t, s, func(tx store.Tx) error { return tx.DeleteSession("three") })
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteSession("three") })
		refused(t, s, "missing", func(tx store.Tx) error { return tx.InsertSession(&domain.Session{Hash: "x", User: "nobody"}) })
	})
}

func TestTokensBelongToTheirUser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		expires := at(9)
		token := &domain.Token{ID: "tok-1", Name: "ci", User: "isv", Created: at(0), Expires: &expires, Hash: "h"}
		update(t, s, all(insertUser("isv"), func(tx store.Tx) error { return tx.InsertToken(token) }))
		same(t, read(t, s, func(tx store.Tx) (*domain.Token, error) { return tx.GetToken("h") }), token)
		update(t, s, func(tx store.Tx) error { return tx.TouchToken("tok-1", at(3)) })
		used := at(3)
		token.Used = &used
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Token, error) { return tx.ListTokens("isv") }), []*domain.Token{token})
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteToken("other", "tok-1") })
		update(t, s, func(tx store.Tx) error { return tx.DeleteToken("isv", "tok-1") })
		missing(t, s, func(tx store.Tx) (*domain.Token, error) { return tx.GetToken("h") })
	})
}

func TestALinkIsTakenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		link := &domain.Link{Hash: "h", User: "admin", Expires: at(5)}
		update(t, s, func(tx store.Tx) error { return tx.InsertLink(link) })
		update(t, s, func(tx store.Tx) error {
			got, err := tx.TakeLink("h")
			same(t, got, link)
			return err
		})
		refused(t, s, "not-found", func(tx store.Tx) error { _, err := tx.TakeLink("h"); return err })
	})
}
