package render

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Templates of charts are programs that nothing can stop from within, so that other processes run them: this very
// program, started anew with workerVariable in its environment.
const workerVariable = "CHANDLER_RENDER_WORKER"

// hasWorkers says that this program can be started as a worker.
var hasWorkers atomic.Bool

// Worker is to be called first of all in the main function of a program that renders packages: from then on each chart
// is rendered by a process of its own, with bounded memory and time. In such a process Worker does not return. A program
// that does not call it renders charts by itself, without a bound of the memory, and leaves the goroutine of a
// template that does not end behind.
func Worker() {
	if os.Getenv(workerVariable) == "" {
		hasWorkers.Store(true)
		return
	}
	if err := work(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// worker is the process that renders a chart.
type worker struct {
	cmd      *exec.Cmd
	in       io.WriteCloser
	out      io.Reader
	messages capped
}

// renderApart has a worker do what renderChart does.
func renderApart(ctx context.Context, in Input, c chart) (map[string]string, error) {
	if err := stopped(ctx, c.path); err != nil {
		return nil, err
	}
	w, err := nextWorker()
	if err != nil {
		return nil, err
	}
	spared := context.AfterFunc(ctx, w.kill)
	defer spared()
	texts, at, err := w.render(ctx, in, c)
	var fault *Error
	if ended := w.end(); err == nil || errors.As(err, &fault) {
		return texts, err
	} else if ended != nil {
		err = ended
	}
	return nil, w.explain(ctx, err, c, at, in.Limits)
}

// newWorker starts a worker. Whoever has it has to end it.
func newWorker() (*worker, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program, to render with: %w", err)
	}
	w := &worker{cmd: exec.Command(program), messages: capped{limit: 64 << 10}} //nolint:gosec // this program itself
	w.cmd.Env = []string{workerVariable + "=1", "GOTRACEBACK=none"}
	w.cmd.Stderr, w.cmd.WaitDelay = &w.messages, time.Second
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.out = out
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the process that renders the chart: %w", err)
	}
	return w, nil
}

// render gives what the worker answers, and the template that it was at last; err is an *Error if it is the answer.
func (w *worker) render(ctx context.Context, in Input, c chart) (texts map[string]string, at string, err error) {
	request, err := newRequest(in, c)
	if err != nil {
		return nil, "", err
	}
	// What keeps the request from being written is told by the worker's end.
	go func() { _ = writeWithFiles(w.in, request, request.Files, c.files) }()
	out := bufio.NewReader(w.out)
	for {
		line, err := readLine(out)
		if err != nil {
			return nil, at, err
		}
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			return nil, at, err
		}
		switch {
		case a.Fault != nil:
			return nil, at, a.Fault
		case a.Lookup != nil:
			if err := a.Lookup.answer(ctx, in.Lookup, w.in); err != nil {
				return nil, at, err
			}
		case a.At != "":
			if at = a.At; in.entered != nil {
				in.entered(at)
			}
		default:
			found, err := readFiles(out, a.Texts, maxOutputBytes)
			texts = make(map[string]string, len(found))
			for name, data := range found {
				texts[name] = string(data)
			}
			return texts, at, err
		}
	}
}

// end waits for the worker's end, which that of its input brings about.
func (w *worker) end() error {
	_ = w.in.Close() // the worker may have gone already
	return w.cmd.Wait()
}

// kill ends the worker at once, whatever it does.
func (w *worker) kill() { _ = w.cmd.Process.Kill() } // it may have ended by itself

// explain says what ended a worker that gave no answer.
func (w *worker) explain(ctx context.Context, err error, c chart, at string, l Limits) error {
	if at == "" {
		at = c.path
	}
	messages := w.messages.String()
	switch {
	case ctx.Err() != nil:
		return stopped(ctx, at)
	case w.computed() >= computing(l):
		return endless(at, computing(l))
	case isOneOf(messages, "stack overflow", "stack exceeds"):
		return &Error{File: at, Message: "rendering does not end: templates call each other without end", Hint: "look for a template that includes itself"}
	case !strings.HasPrefix(messages, "panic:") && isOneOf(messages, "fatal error:", "PC=0x", "pthread_create failed"): // Go's runtime ends in all these ways when it gets no memory
		return &Error{File: at, Message: fmt.Sprintf("rendering takes more memory than the %d MiB that it is given", l.MemoryBytes>>20),
			Hint: "look for a list or a text that grows without end"}
	case strings.Contains(err.Error(), "killed"):
		return &Error{File: at, Message: "the process that renders it was killed", Hint: "look for a template that takes too much memory, or give the container more"}
	}
	return fmt.Errorf("render %s: the process that renders it failed at %s: %w: %s", c.path, at, err, strings.TrimSpace(messages))
}

// computed is the processor time that the worker took.
func (w *worker) computed() time.Duration {
	return w.cmd.ProcessState.UserTime() + w.cmd.ProcessState.SystemTime()
}

// isOneOf says whether a text has one of the signs in it.
func isOneOf(text string, signs ...string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}

// capped keeps what is written to it up to a limit, and forgets the rest.
type capped struct {
	bytes.Buffer
	limit int
}

func (c *capped) Write(p []byte) (int, error) {
	if room := c.limit - c.Len(); room > 0 {
		c.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
