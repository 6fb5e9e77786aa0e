package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// Verification is a verification, with what it is of.
type Verification struct {
	domain.Verification
	Number  string `json:"number"`
	AppName string `json:"appName"`
}

func (s *Server) listVerifications(ctx context.Context, in *InVersion) (*answer[[]Verification], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) ([]Verification, error) {
		f, err := seeVersion(tx, p, in.Version)
		if err == nil && !p.Has(domain.ViewApps, f.app.Object()) {
			err = unseen(p, "version "+in.Version)
		}
		if err != nil {
			return nil, err
		}
		found, err := tx.ListVerifications(in.Version)
		out := make([]Verification, len(found))
		for i, v := range found {
			out[i] = verificationOf(f, v)
		}
		return out, err
	})
}

func verificationOf(f found, v *domain.Verification) Verification {
	name := f.app.Details.Name
	if f.app.Published != nil {
		name = f.app.Published.Name
	}
	return Verification{Verification: *v, Number: f.version.Number, AppName: name}
}

func (s *Server) getVerification(ctx context.Context, in *struct {
	Verification string `path:"verification"`
}) (*answer[Verification], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (Verification, error) {
		f, v, err := seeVerification(tx, p, in.Verification)
		if err != nil {
			return Verification{}, err
		}
		return verificationOf(f, v), nil
	})
}

// seeVerification gives a verification to who may see the version's work, and the evidence of a released version to all.
func seeVerification(tx store.Tx, p *domain.Principal, id string) (found, *domain.Verification, error) {
	v, err := tx.GetVerification(id)
	if err != nil {
		return found{}, nil, asUnseen(p, "verification "+id, err)
	}
	f, err := findVersion(tx, v.Version)
	evidence := err == nil && released(f.app, f.version) && f.version.Verification == id
	if err == nil && !evidence && !p.Has(domain.ViewApps, f.app.Object()) {
		err = unseen(p, "verification "+id)
	}
	return f, v, asUnseen(p, "verification "+id, err)
}

func (s *Server) verifyAgain(ctx context.Context, in *InVersion) (*answer[Verification], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (Verification, error) {
		f, err := seeVersion(tx, p, in.Version)
		if err != nil {
			return Verification{}, err
		}
		if !p.Has(domain.ReviewVersions, f.app.Object()) {
			if err := p.May(domain.ManageApps, f.app.Object()); err != nil {
				return Verification{}, err
			}
		}
		r := domain.Request{By: p, App: f.app, Version: f.version, Now: s.now()}
		if err := current(tx, &r); err != nil {
			return Verification{}, err
		}
		if v := r.Verification; v != nil && !v.Over() {
			return Verification{}, domain.Conflictf("verification-state", "version %s is being verified", f.version.Number).With("wait until that is done")
		}
		if err := queueVerification(tx, &r); err != nil {
			return Verification{}, err
		}
		if err := tx.UpdateVersion(f.version); err != nil {
			return Verification{}, err
		}
		tell(tx, f.app, f.version.ID)
		return verificationOf(f, r.Verification), tx.Audit(s.versionEntry(p, f.app, f.version, "version.verify"))
	})
}
