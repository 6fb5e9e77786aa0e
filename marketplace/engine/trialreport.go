package engine

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/verifier/report"
)

// growing keeps a verification's report as it is so far: a report.Reporter.
type growing struct {
	report report.Report
	doing  string
	told   *latest[kept]
}

// kept is what is kept of a verification while it runs.
type kept struct {
	report []byte
	doing  string
}

func (e *Engine) showReport(ctx context.Context, t *trial) *growing {
	g := &growing{}
	g.told = writeLatest(ctx, func(ctx context.Context, k kept) {
		err := e.Store.Update(ctx, func(tx store.Tx) error {
			return setVerification(tx, t.verification.ID, func(v *domain.Verification) { v.Report, v.Doing = k.report, k.doing })
		})
		if err != nil && ctx.Err() == nil {
			e.Log.WarnContext(ctx, "progress cannot be kept", "verification", t.verification.ID, "error", err)
		}
	})
	return g
}

func (g *growing) close() { g.told.stop() }

func (g *growing) keep() {
	if text, err := document(&g.report); err == nil {
		g.told.tell(kept{text, g.doing})
	}
}

// Header keeps what is verified, and where.
func (g *growing) Header(r *report.Report) {
	g.report = *r
	g.report.Steps = []*report.Step{}
	g.keep()
}

// Begin says which step is done.
func (g *growing) Begin(step string) { g.Waiting(step, "") }

// Waiting says what the step waits for.
func (g *growing) Waiting(step, what string) {
	if g.doing = step; what != "" {
		g.doing += ": " + what
	}
	g.keep()
}

// End adds a step.
func (g *growing) End(s *report.Step) {
	g.report.Steps, g.doing = append(g.report.Steps, s), ""
	g.keep()
}

// Finish leaves the end to who waits for it.
func (g *growing) Finish(*report.Report) {}

// document is a report as JSON; nil of none. The folder of the logs is the server's own.
func document(r *report.Report) ([]byte, error) {
	if r == nil {
		return nil, nil
	}
	shown := *r
	shown.Logs = ""
	var out bytes.Buffer
	err := shown.WriteJSON(&out)
	return out.Bytes(), err
}

// keptLogs is of how many verifications the logs stay.
const keptLogs = 50

// pruneLogs makes room for the logs of one more verification.
func (e *Engine) pruneLogs() {
	entries, err := os.ReadDir(e.Logs)
	if err != nil {
		return
	}
	age := func(f os.DirEntry) int64 {
		info, err := f.Info()
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return int(min(max(age(a)-age(b), -1), 1)) })
	for len(entries) >= keptLogs {
		if err := os.RemoveAll(filepath.Join(e.Logs, entries[0].Name())); err != nil {
			e.Log.Warn("old logs stay", "error", err)
		}
		entries = entries[1:]
	}
}
