// Package logs prints the logs of a cluster's components.
package logs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/cluster/state"
)

// Options says what to print.
type Options struct {
	Components []string // all if empty; with more than one, lines carry the component's name
	Follow     bool     // go on until the context ends
	Tail       int      // last lines of each; all if negative
}

// Print writes logs of the cluster in d. It fails for a component that has none, naming those that have.
func Print(ctx context.Context, w io.Writer, d state.Dir, o Options) error {
	all, err := names(d)
	if err != nil {
		return err
	}
	chosen := o.Components
	if len(chosen) == 0 {
		chosen = all
	}
	var files []*follower
	defer func() {
		for _, f := range files {
			f.close()
		}
	}()
	for _, name := range chosen {
		if !slices.Contains(all, name) {
			return fmt.Errorf("there is no log of %q; there are logs of %s", name, strings.Join(all, ", "))
		}
		f := &follower{path: d.Log(name)}
		if len(chosen) > 1 {
			f.prefix = name + " | "
		}
		if err := f.start(w, o.Tail); err != nil {
			return err
		}
		files = append(files, f)
	}
	if !o.Follow {
		return nil
	}
	return follow(ctx, w, d.Logs(), files)
}

func names(d state.Dir) ([]string, error) {
	logs, err := filepath.Glob(d.Log("*"))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, log := range logs {
		all = append(all, strings.TrimSuffix(filepath.Base(log), ".log"))
	}
	return all, nil
}

// follower prints what is added to one log.
type follower struct {
	path, prefix string
	file         *os.File
	partial      []byte // of a line that is still being written
}

func (f *follower) close() {
	if f.file != nil {
		_ = f.file.Close()
	}
}

// start prints the last lines there are.
func (f *follower) start(w io.Writer, tail int) error {
	var err error
	if f.file, err = os.Open(f.path); err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	if tail < 0 {
		return f.more(w)
	}
	lines, err := last(f.file, tail)
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintf(w, "%s%s\n", f.prefix, line); err != nil {
			return err
		}
	}
	return nil
}

// last returns the last n lines and leaves the file at its end.
func last(file io.Reader, n int) ([]string, error) {
	var lines []string
	reader := bufio.NewReader(file)
	for {
		line, err := reader.ReadString('\n')
		if line != "" && n > 0 {
			if len(lines) == n {
				lines = lines[1:]
			}
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// more prints the whole lines that were added.
func (f *follower) more(w io.Writer) error {
	if err := f.reopen(); err != nil {
		return err
	}
	added, err := io.ReadAll(f.file)
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	f.partial = append(f.partial, added...)
	for {
		line, rest, whole := bytes.Cut(f.partial, []byte("\n"))
		if !whole {
			return nil
		}
		f.partial = rest
		if _, err := fmt.Fprintf(w, "%s%s\n", f.prefix, line); err != nil {
			return err
		}
	}
}

// reopen goes to the start of a log that was emptied, and to the new one of a log that was set aside.
func (f *follower) reopen() error {
	there, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // being replaced
	}
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	held, err := f.file.Stat()
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	if !os.SameFile(there, held) {
		file, err := os.Open(f.path)
		if err != nil {
			return fmt.Errorf("open log: %w", err)
		}
		f.close()
		f.file = file
		return nil
	}
	position, err := f.file.Seek(0, io.SeekCurrent)
	if err == nil && position > there.Size() {
		_, err = f.file.Seek(0, io.SeekStart)
	}
	return err
}
