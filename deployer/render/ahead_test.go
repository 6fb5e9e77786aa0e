package render

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// folderWith is a folder that holds a file of that name.
func folderWith(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTheFirstChartIsRenderedByTheWorkerStartedAhead(t *testing.T) {
	Ahead(folderWith(t, "chart.tgz"))
	spare := ahead.Load()
	if spare == nil {
		t.Fatal("no worker was started ahead")
	}
	in := shop(t)
	if _, err := Render(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if ahead.Load() != nil || spare.cmd.ProcessState == nil || !spare.cmd.ProcessState.Success() {
		t.Errorf("the worker started ahead did not render the chart: %v", spare.cmd.ProcessState)
	}
	if _, err := Render(t.Context(), in); err != nil {
		t.Errorf("the next chart, which has a worker of its own: %v", err)
	}
}

func TestAWorkerStartedAheadEndsWithTheContextOfTheRendering(t *testing.T) {
	Ahead(folderWith(t, "chart.tgz"))
	spare := ahead.Load()
	ctx, cancel := context.WithCancel(t.Context())
	in := hostileChart(t, `{{ range 10000000000 }}{{ end }}`)
	in.entered = func(string) { cancel() }
	if _, err := Render(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if spare.cmd.ProcessState == nil {
		t.Error("the worker was left behind")
	}
}

func TestNoWorkerIsStartedAheadWithoutAChart(t *testing.T) {
	Ahead(t.TempDir())
	Ahead(filepath.Join(t.TempDir(), "chart"))
	if ahead.Load() != nil {
		t.Error("a worker was started")
	}
}

func TestOneWorkerIsStartedAheadAtMost(t *testing.T) {
	folder := folderWith(t, "chart.tgz")
	Ahead(folder)
	first := ahead.Load()
	Ahead(folder)
	if first.cmd.ProcessState == nil {
		t.Error("the first one is still there")
	}
	_ = ahead.Swap(nil).end() // it got nothing to do
}
