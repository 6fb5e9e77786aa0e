package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// VerificationTopic is notified when a verification has changed.
func VerificationTopic(id string) string { return "verification/" + id }

// trial is a verification with what it takes to run it.
type trial struct {
	verification *domain.Verification
	version      *domain.Version
	app          *domain.App
	cluster      string
	// name is what app and namespace are called on the cluster; left that of an earlier run that was killed.
	name, left string
}

// verify runs a package on the verification cluster, one at a time there. What a run that was killed has left is cleared
// away before it is run anew.
func (e *Engine) verify(ctx context.Context, w *store.Work) error {
	t, err := e.takeTrial(ctx, w)
	if err != nil {
		return err
	}
	switch {
	case t == nil:
		return e.finish(ctx, w, func(store.Tx) error { return nil })
	case t.cluster == "":
		return e.endTrial(ctx, w, t, nil, domain.VerificationUnjudged, "no cluster is registered for verifications: register one, then verify again")
	}
	watched, stop := e.wanted(ctx, VerificationTopic(w.Subject), func(tx store.Tx) (bool, error) {
		v, err := tx.GetVerification(w.Subject)
		return err == nil && !v.Over(), err
	})
	result, err := e.try(watched, t)
	unwanted := errors.Is(context.Cause(watched), errUnwanted)
	stop()
	switch {
	case err == nil:
		return e.endTrial(ctx, w, t, result, verdictOf(result), "")
	case unwanted:
		return e.endTrial(ctx, w, t, nil, domain.VerificationStopped, "")
	case ctx.Err() != nil:
		return err
	}
	tried := e.refusals.add(w)
	if e.answers(ctx, t.cluster) || e.enough(ctx, tried, t.cluster) {
		return e.endTrial(ctx, w, t, nil, domain.VerificationUnjudged, reasonOf(err))
	}
	after := tried.pause()
	return &postponed{after: after, tell: func(tx store.Tx) error {
		return setVerification(tx, w.Subject, func(v *domain.Verification) {
			v.Doing = fmt.Sprintf("%s; to be tried again in %s", reasonOf(err), after)
		})
	}}
}

func verdictOf(r *report.Report) domain.VerificationState {
	if r.Verdict == report.Passed {
		return domain.VerificationPassed
	}
	return domain.VerificationFailed
}

// try runs the verification on its cluster.
func (e *Engine) try(ctx context.Context, t *trial) (*report.Report, error) {
	on, err := e.connections.to(ctx, t.cluster)
	if err != nil {
		return nil, err
	}
	target := verifier.Target{Client: on.Platform, Name: t.cluster}
	if on.loader != nil {
		target.Load = on.loader.Load
	}
	if t.left != "" {
		if err := verifier.ClearAway(ctx, target, t.left); err != nil {
			return nil, fmt.Errorf("clear away what an earlier run left: %w", err)
		}
	}
	if err := e.keepName(ctx, t); err != nil {
		return nil, err
	}
	img, files, err := e.deployerOf(ctx, on, t.version.Package.Deployer, t.version.Package)
	if err != nil {
		return nil, err
	}
	config, err := e.pullConfig(on, img)
	if err != nil {
		return nil, err
	}
	shown := e.showReport(ctx, t)
	defer shown.close()
	return verifier.Verify(ctx, verifier.Options{Source: t.source(img, files), Target: target, Name: t.name, PullConfig: config,
		NamespaceLabels: clusters.PodSecurity(), // what runs here has to run in a project
		Logs:            e.logsOf(t), Reporter: shown})
}

func (t *trial) source(img Image, files fs.FS) verifier.Source {
	p := t.version.Package
	_, digest, _ := strings.Cut(p.Deployer, "@")
	return verifier.Source{Name: t.app.Details.Name, Flavour: p.Flavour, Files: files, Prepare: func(context.Context) (verifier.Image, error) {
		return verifier.Image{Reference: img.Reference, Digest: digest, Archives: img.Archives, AppPrefix: img.AppPrefix,
			OfChandler: img.OfChandler}, nil
	}}
}

func (e *Engine) logsOf(t *trial) string {
	if e.Logs == "" {
		return ""
	}
	e.pruneLogs()
	return filepath.Join(e.Logs, t.verification.ID+"-"+t.name)
}

// endTrial writes what became of a verification. Of one that is over already, as nobody wanted it any more, only the work
// ends.
func (e *Engine) endTrial(ctx context.Context, w *store.Work, t *trial, r *report.Report, state domain.VerificationState, message string) error {
	text, err := document(r)
	if err != nil {
		return err
	}
	return e.finish(ctx, w, func(tx store.Tx) error {
		v, err := tx.GetVerification(w.Subject)
		if err != nil || v.Over() {
			return err
		}
		now := time.Now().UTC()
		v.State, v.Message, v.Ended, v.Doing = state, message, &now, ""
		if r != nil {
			v.Report = text
			if r.Verdict == report.Failed {
				v.Message = fmt.Sprintf("%s: %s", r.FailedAt, r.Reason)
			}
		}
		if err := tx.UpdateVerification(v); err != nil {
			return err
		}
		tellOf(tx, v)
		return tx.Audit(&domain.Entry{Time: now, Action: "verification." + string(state), Subject: "verification/" + v.ID,
			Name: t.app.Details.Name + " " + t.version.Number, Workspace: t.app.Workspace, App: t.app.ID, Version: v.Version,
			Message: v.Message, Digest: v.Digest})
	})
}

func setVerification(tx store.Tx, id string, set func(*domain.Verification)) error {
	v, err := tx.GetVerification(id)
	if err != nil || v.Over() {
		return err
	}
	set(v)
	tellOf(tx, v)
	return tx.UpdateVerification(v)
}

// tellOf wakes who looks at the verification, or at its version.
func tellOf(tx store.Tx, v *domain.Verification) {
	tx.Notify(VerificationTopic(v.ID))
	tx.Notify("version/" + v.Version)
}
