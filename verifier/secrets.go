package verifier

import (
	"bytes"
	"io"

	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/schema"
)

// hideSecrets keeps the secrets that were provisioned out of all that this run tells and keeps from now on. A deployer of
// Chandler's hides them by itself; apps, testers and other deployers may print them.
func (r *run) hideSecrets() {
	s := r.pkg.Schema
	if test := r.pkg.TestSchema; test != nil {
		if merged, err := schema.Overlay(s, test); err == nil {
			s = merged
		}
	}
	r.logs.secrets = redact.Secrets(s, r.set.Values)
}

// hiding writes lines without secrets. What is not a whole line waits for its end.
type hiding struct {
	logs *logs
	to   io.WriteCloser
	line []byte
}

// longestHeld is how much of a line is held back, in bytes.
const longestHeld = 1 << 20

// Write implements io.Writer.
func (h *hiding) Write(p []byte) (int, error) {
	h.line = append(h.line, p...)
	end := bytes.LastIndexByte(h.line, '\n') + 1
	if len(h.line) > longestHeld {
		end = len(h.line)
	}
	if end == 0 {
		return len(p), nil
	}
	_, err := io.WriteString(h.to, h.logs.secrets.Text(string(h.line[:end])))
	h.line = append(h.line[:0], h.line[end:]...)
	return len(p), err
}

// Close writes what is left, and closes what is written to.
func (h *hiding) Close() error {
	_, _ = io.WriteString(h.to, h.logs.secrets.Text(string(h.line))) // as with all logs: what cannot be written changes nothing
	return h.to.Close()
}
