package api

import (
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// act decides a request about a version and, if it is granted, carries out all that comes of it.
func act(tx store.Tx, r *domain.Request) error {
	if err := current(tx, r); err != nil {
		return err
	}
	t, entry, err := r.Apply()
	if err != nil {
		return err
	}
	for _, e := range t.Effects {
		if err := carryOut(tx, r, e); err != nil {
			return err
		}
	}
	if err := tx.UpdateVersion(r.Version); err != nil {
		return err
	}
	if err := derive(tx, r.App, r.Now); err != nil {
		return err
	}
	entry.Review = r.Version.Review
	tell(tx, r.App, r.Version.ID)
	tx.Notify("reviews")
	return tx.Audit(entry)
}

// current reads what the decision depends on: the version's open review and its latest verification.
func current(tx store.Tx, r *domain.Request) (err error) {
	if r.Review, err = openReview(tx, r.Version); err != nil {
		return err
	}
	r.Verification, err = latestVerification(tx, r.Version)
	return err
}

func openReview(tx store.Tx, v *domain.Version) (*domain.Review, error) {
	if v.Review == "" {
		return nil, nil
	}
	review, err := tx.GetReview(v.Review)
	if err != nil || review.Closed != nil {
		return nil, err
	}
	return review, nil
}

func latestVerification(tx store.Tx, v *domain.Version) (*domain.Verification, error) {
	if v.Verification == "" {
		return nil, nil
	}
	return tx.GetVerification(v.Verification)
}

// carryOut does what a change of state brings about.
func carryOut(tx store.Tx, r *domain.Request, effect domain.Effect) error {
	switch effect {
	case domain.OpenReview:
		r.Review = &domain.Review{ID: domain.NewID(domain.ReviewID), Version: r.Version.ID, App: r.App.ID, State: domain.Submitted, SubmittedBy: r.By.User, Opened: r.Now}
		r.Version.Review = r.Review.ID
		return tx.InsertReview(r.Review)
	case domain.TakeReview:
		if r.Review == nil {
			return nil
		}
		r.Review.State, r.Review.Reviewer = domain.InReview, r.By.User
		return tx.UpdateReview(r.Review)
	case domain.CloseReview:
		return endReview(tx, r)
	case domain.StartVerify:
		return startVerify(tx, r)
	case domain.StopVerify:
		return stopVerify(tx, r)
	case domain.Publish:
		r.App.Publish(r.Now)
		if r.Version.Released == nil {
			r.Version.Released = &r.Now
		}
	}
	return nil
}

func endReview(tx store.Tx, r *domain.Request) error {
	if r.Review == nil {
		return nil
	}
	r.Review.State, r.Review.Message, r.Review.Closed = r.Version.State, r.Message, &r.Now
	if r.Overridden() {
		r.Review.Override = r.Override
	}
	return tx.UpdateReview(r.Review)
}

// startVerify queues a verification of the version's package, unless one has shown that it works, or is on its way.
func startVerify(tx store.Tx, r *domain.Request) error {
	earlier, err := tx.ListVerifications(r.Version.ID)
	if err != nil {
		return err
	}
	for _, v := range earlier {
		if v.Digest == r.Version.Package.Digest && (!v.Over() || v.Green(r.Version.Package)) {
			r.Version.Verification = v.ID
			return nil
		}
	}
	return queueVerification(tx, r)
}

func queueVerification(tx store.Tx, r *domain.Request) error {
	v := &domain.Verification{ID: domain.NewID(domain.VerificationID), Version: r.Version.ID, Digest: r.Version.Package.Digest,
		State: domain.VerificationQueued, Queued: r.Now}
	r.Version.Verification, r.Verification = v.ID, v
	if err := tx.InsertVerification(v); err != nil {
		return err
	}
	tx.Notify("verification/" + v.ID)
	return tx.Enqueue(store.WorkVerify, v.ID)
}

func stopVerify(tx store.Tx, r *domain.Request) error {
	v := r.Verification
	if v == nil || v.Over() {
		return nil
	}
	v.State, v.Ended, v.Doing = domain.VerificationStopped, &r.Now, ""
	tx.Notify("verification/" + v.ID)
	return tx.UpdateVerification(v)
}
