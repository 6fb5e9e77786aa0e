package artifacts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// work is what a worker is asked to do: it reads this from its standard input, and writes a workResult to its standard
// output. Templates of charts are programs of strangers that nothing can stop from within, so another process runs them.
type work struct {
	// Dir is a folder for the worker alone; it has the package's files in root/, if Chart is empty.
	Dir string `json:"dir"`
	// Chart is a packed chart that a package is to be made of.
	Chart []byte `json:"chart,omitempty"`
	// Name and Title are those of the package.
	Name, Title string
	// Prefix is where the images of a package are that was made elsewhere.
	Prefix string
	Limits Limits `json:"limits"`
}

// workResult has either findings or problems.
type workResult struct {
	Findings
	Problems []Problem `json:"problems,omitempty"`
}

// The folders in that of a worker.
const (
	packageRoot = "package" // the package folder that was made of a chart
	filesRoot   = "root"    // the files of an image
)

// maxResult bounds what a worker may answer.
const maxResult = 64 << 20

// delegate has a worker do some work.
func (s *Store) delegate(ctx context.Context, w work) (*Findings, error) {
	if len(s.options.Worker) == 0 {
		return nil, errors.New("the store was opened without a worker, which renders charts")
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	w.Limits = s.options.Limits
	out, err := s.runWorker(ctx, w)
	if err != nil {
		return nil, err
	}
	var result workResult
	if err := json.Unmarshal(out, &result); err != nil {
		return nil, fmt.Errorf("read what the worker found: %w", err)
	}
	if len(result.Problems) > 0 {
		return nil, &UploadError{result.Problems}
	}
	return &result.Findings, nil
}

// turn waits until there is room for one more that computes; done makes room again.
func (s *Store) turn(ctx context.Context) (done func(), err error) {
	select {
	case s.working <- struct{}{}:
		return func() { <-s.working }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// runWorker runs a worker to its end, which its bounds bring about if nothing else does.
func (s *Store) runWorker(ctx context.Context, w work) ([]byte, error) {
	in, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	// The worker counts its own computing time; this is for one that waits.
	ctx, cancel := context.WithTimeout(ctx, 10*w.Limits.RenderTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.options.Worker[0], s.options.Worker[1:]...) //nolint:gosec // the program's own command
	out, messages := capped{limit: maxResult}, capped{limit: 64 << 10}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &messages
	cmd.Env = []string{"HOME=" + w.Dir, "TMPDIR=" + w.Dir, "PATH=" + os.Getenv("PATH"), "GOTRACEBACK=none"}
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return nil, workerFault(ctx, err, messages.String(), w.Limits)
	}
	return out.Bytes(), nil
}

// workerFault says what ended a worker: the chart, if it broke a bound.
func workerFault(ctx context.Context, err error, messages string, l Limits) error {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case ctx.Err() != nil || strings.Contains(messages, "SIGXCPU") || strings.Contains(err.Error(), "killed"):
		return refused("templates/", fmt.Sprintf("rendering with the default values does not end: it was stopped after %s of computing", l.RenderTime),
			"look for a loop that runs too often")
	case strings.Contains(messages, "out of memory") || strings.Contains(messages, "cannot allocate memory"):
		return refused("templates/", "rendering with the default values takes more memory than the "+sizeOf(l.RenderBytes)+" that it is given",
			"look for a list or a text that grows without end")
	case strings.Contains(messages, "stack overflow") || strings.Contains(messages, "stack exceeds"):
		return refused("templates/", "rendering with the default values does not end: templates call each other without end", "look for a template that includes itself")
	}
	return fmt.Errorf("the worker that reads packages failed: %w", err)
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
