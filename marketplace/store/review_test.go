package store_test

import (
	"encoding/json"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func TestReviewsAreListedByTab(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		redis, nginx := newApp("demo", "Redis", 0), newApp("other", "Nginx", 0)
		v, w := newVersion(redis.ID, "1.0.0", 0), newVersion(nginx.ID, "2.0.0", 0)
		v.Verification = "vfy-1"
		open := &domain.Review{ID: "rev-1", Version: v.ID, App: redis.ID, State: domain.Submitted, SubmittedBy: "isv", Opened: at(1)}
		over := &domain.Review{ID: "rev-2", Version: w.ID, App: nginx.ID, State: domain.Submitted, SubmittedBy: "isv", Opened: at(2)}
		update(t, s, all(insertApp(redis), insertApp(nginx), insertVersion(v), insertVersion(w),
			func(tx store.Tx) error {
				return tx.InsertVerification(&domain.Verification{ID: "vfy-1", Version: v.ID, State: domain.VerificationRunning})
			},
			func(tx store.Tx) error { return tx.InsertReview(open) }, func(tx store.Tx) error { return tx.InsertReview(over) }))
		closed := at(9)
		over.State, over.Reviewer, over.Message, over.Override, over.Closed = domain.Passed, "reviewer", "fine", "trusted", &closed
		update(t, s, func(tx store.Tx) error { return tx.UpdateReview(over) })
		same(t, read(t, s, func(tx store.Tx) (*domain.Review, error) { return tx.GetReview("rev-2") }), over)
		first := &store.ReviewRow{Review: *open, AppName: "Redis", Icon: "sha256:1", Number: "1.0.0", Workspace: "demo", Verification: domain.VerificationRunning}
		second := &store.ReviewRow{Review: *over, AppName: "Nginx", Icon: "sha256:1", Number: "2.0.0", Workspace: "other"}
		for _, test := range []struct {
			query store.ReviewQuery
			want  []*store.ReviewRow
		}{
			{store.ReviewQuery{Tab: "unreleased"}, []*store.ReviewRow{first}}, {store.ReviewQuery{Tab: "completed"}, []*store.ReviewRow{second}},
			{store.ReviewQuery{Tab: "all"}, []*store.ReviewRow{second, first}}, {store.ReviewQuery{Text: "EDI"}, []*store.ReviewRow{first}},
			{store.ReviewQuery{Tab: "completed", Text: "redis"}, []*store.ReviewRow{}},
		} {
			same(t, read(t, s, func(tx store.Tx) (store.List[*store.ReviewRow], error) {
				return tx.ListReviews(test.query, store.Page{Limit: 5})
			}).Items, test.want)
		}
		err := s.View(t.Context(), func(tx store.Tx) error {
			_, err := tx.ListReviews(store.ReviewQuery{Tab: "mine"}, store.Page{})
			return err
		})
		refusal(t, err, "tab")
		refused(t, s, "not-found", func(tx store.Tx) error {
			return tx.UpdateReview(&domain.Review{ID: "rev-9", Version: v.ID, App: redis.ID})
		})
	})
}

func TestVerificationsGrow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		v := newVersion(a.ID, "1.0.0", 0)
		vfy := &domain.Verification{ID: "vfy-1", Version: v.ID, Digest: "sha256:1", State: domain.VerificationQueued, Queued: at(1)}
		next := &domain.Verification{ID: "vfy-2", Version: v.ID, Digest: "sha256:1", State: domain.VerificationQueued, Queued: at(2)}
		update(t, s, all(insertApp(a), insertVersion(v), func(tx store.Tx) error { return tx.InsertVerification(vfy) }, func(tx store.Tx) error { return tx.InsertVerification(next) }))
		begin, end := at(3), at(4)
		vfy.Started, vfy.Ended, vfy.Report, vfy.Doing, vfy.Message = &begin, &end, json.RawMessage(`{"steps": [ 1 ]}`), "Pod", "why"
		update(t, s, func(tx store.Tx) error { return tx.UpdateVerification(vfy) })
		same(t, read(t, s, func(tx store.Tx) (*domain.Verification, error) { return tx.GetVerification("vfy-1") }), vfy)
		short := *vfy
		short.Report = nil
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Verification, error) { return tx.ListVerifications(v.ID) }), []*domain.Verification{next, &short})
		vfy.Revision = 1
		refused(t, s, "stale", func(tx store.Tx) error { return tx.UpdateVerification(vfy) })
	})
}
