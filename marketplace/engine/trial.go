package engine

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// takeTrial marks a verification as running on a cluster, if there is one for it; nil if it is over. While another one runs
// there, it is put off.
func (e *Engine) takeTrial(ctx context.Context, w *store.Work) (*trial, error) {
	var t *trial
	err := e.Store.Update(ctx, func(tx store.Tx) error {
		t = &trial{}
		var err error
		if t.verification, err = tx.GetVerification(w.Subject); isMissing(err) || err == nil && t.verification.Over() {
			t = nil
			return nil
		}
		if err != nil {
			return err
		}
		if err := t.load(tx); err != nil {
			return err
		}
		if t.cluster == "" {
			return nil
		}
		free, err := enterCluster(tx, t.cluster, w.Subject)
		if err != nil {
			return err
		}
		if !free {
			return &postponed{after: lookout}
		}
		now := time.Now().UTC()
		t.verification.State, t.verification.Started, t.verification.Doing = domain.VerificationRunning, &now, ""
		tellOf(tx, t.verification)
		return tx.UpdateVerification(t.verification)
	})
	return t, err
}

// load reads what is verified, where, and what the run before it has left.
func (t *trial) load(tx store.Tx) (err error) {
	if t.version, err = tx.GetVersion(t.verification.Version); err != nil {
		return err
	}
	if t.app, err = tx.GetApp(t.version.App); err != nil {
		return err
	}
	if t.cluster, err = verificationCluster(tx); err != nil {
		return err
	}
	earlier := report.Report{}
	if len(t.verification.Report) > 0 && json.Unmarshal(t.verification.Report, &earlier) == nil {
		t.left = earlier.Namespace
	}
	t.name, err = verifier.NewName()
	return err
}

// verificationCluster is the one for verifications: one that is for nothing else before others, one that answers before
// one that does not; empty if there is none.
func verificationCluster(tx store.Tx) (string, error) {
	all, err := tx.ListClusters()
	if err != nil {
		return "", err
	}
	rank := func(c *domain.Cluster) int {
		switch {
		case c.Purpose == domain.ForVerification && c.State == domain.ClusterReachable:
			return 0
		case c.Purpose == domain.ForBoth && c.State == domain.ClusterReachable:
			return 1
		case c.Purpose == domain.ForProjects:
			return 3
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b *domain.Cluster) int { return rank(a) - rank(b) })
	if len(all) == 0 || rank(all[0]) == 3 {
		return "", nil
	}
	return all[0].Name, nil
}

// keepName writes down what the namespace will be called before there is one.
func (e *Engine) keepName(ctx context.Context, t *trial) error {
	text, err := document(&report.Report{Package: t.app.Details.Name, Application: t.name, Namespace: t.name, Steps: []*report.Step{}})
	if err != nil {
		return err
	}
	return e.Store.Update(ctx, func(tx store.Tx) error {
		return setVerification(tx, t.verification.ID, func(v *domain.Verification) { v.Report = text })
	})
}

// verifying is the name of the setting that says which verification runs on a cluster.
func verifying(cluster string) string { return "verifying/" + cluster }

// enterCluster tells whether a verification may run on a cluster now: no other does.
func enterCluster(tx store.Tx, cluster, id string) (bool, error) {
	running, err := tx.Setting(verifying(cluster))
	if err != nil {
		return false, err
	}
	if running != "" && running != id {
		other, err := tx.GetVerification(running)
		if err == nil && other.State == domain.VerificationRunning {
			return false, nil
		}
		if err != nil && !isMissing(err) {
			return false, err
		}
	}
	return true, tx.PutSetting(verifying(cluster), id)
}
