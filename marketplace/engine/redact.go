package engine

import (
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/schema"
)

// redactor takes secrets out of words that a cluster or an app has said.
type redactor struct{ words *redact.Redactor }

// redactorFor makes a redactor for the secrets among values.
func redactorFor(s *schema.Schema, values ...map[string]any) *redactor {
	return &redactor{redact.Secrets(s, values...)}
}

func (r *redactor) text(s string) string { return r.words.Text(s) }

// failure gives a failure without secrets; nil stays nil.
func (r *redactor) failure(f *event.Failure) *event.Failure { return r.words.Failure(f) }

// error gives an error whose words are without secrets.
func (r *redactor) error(err error) error {
	if clean := r.text(err.Error()); clean != err.Error() {
		return &redacted{clean, err}
	}
	return err
}

// redacted is an error in other words.
type redacted struct {
	text string
	err  error
}

// Error is the words without secrets.
func (r *redacted) Error() string { return r.text }

// Unwrap gives the error itself, for who asks what it is.
func (r *redacted) Unwrap() error { return r.err }
