package verifier

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/chandler-dev/chandler/verifier/report"
)

// logs is the folder in which a run leaves its evidence. Without a folder it takes everything and keeps nothing.
type logs struct {
	folder string
	files  map[string]*os.File
}

func openLogs(folder string) (*logs, error) {
	l := &logs{folder: folder, files: map[string]*os.File{}}
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
	l.files[name] = f
	return f
}

// line appends a line to a log.
func (l *logs) line(name, text string) {
	_, _ = io.WriteString(l.file(name), strings.TrimRight(text, "\n")+"\n")
}

// report leaves the report beside the logs.
func (l *logs) report(r *report.Report) {
	_ = r.WriteJSON(l.file("report.json"))
}

func (l *logs) close() {
	for _, f := range l.files {
		_ = f.Close()
	}
}
