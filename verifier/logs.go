package verifier

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/verifier/report"
)

// logs is the folder in which a run leaves its evidence. Without a folder it takes everything and keeps nothing.
type logs struct {
	folder string
	files  map[string]io.WriteCloser
	// secrets are not written.
	secrets *redact.Redactor
}

func openLogs(folder string) (*logs, error) {
	l := &logs{folder: folder, files: map[string]io.WriteCloser{}}
	if folder == "" {
		return l, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for logs: %w", err)
	}
	return l, nil
}

func (l *logs) path(name string) string { return filepath.Join(l.folder, filepath.FromSlash(name)) }

// file opens a log for appending, once; it is closed with the folder. A log that cannot be written does not change a
// verdict, so that errors are dropped.
func (l *logs) file(name string) io.Writer {
	if l.folder == "" {
		return io.Discard
	}
	if f := l.files[name]; f != nil {
		return f
	}
	if err := os.MkdirAll(filepath.Dir(l.path(name)), 0o755); err != nil {
		return io.Discard
	}
	f, err := os.OpenFile(l.path(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return io.Discard
	}
	l.files[name] = &hiding{logs: l, to: f}
	return l.files[name]
}

// line appends a line to a log.
func (l *logs) line(name, text string) {
	_, _ = io.WriteString(l.file(name), strings.TrimRight(text, "\n")+"\n")
}

// report leaves the report, which has no secrets in it, beside the logs: for programs, for people, for CI systems.
func (l *logs) report(r *report.Report) {
	if l.folder == "" {
		return
	}
	files := l.names()
	for name, write := range map[string]func(io.Writer) error{
		"report.json": r.WriteJSON, "report.xml": r.WriteJUnit,
		report.Page: func(w io.Writer) error { return r.WriteHTML(w, files) },
	} {
		var document bytes.Buffer
		if err := write(&document); err == nil {
			_ = os.WriteFile(l.path(name), document.Bytes(), 0o644) //nolint:gosec // as the logs beside it
		}
	}
}

// names are those of the logs, as paths from their folder.
func (l *logs) names() []string { return slices.Sorted(maps.Keys(l.files)) }

func (l *logs) close() {
	for _, f := range l.files {
		_ = f.Close()
	}
}
