package engine

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema"
)

// hidden stands for a secret in words that a cluster or an app has said.
const hidden = "(hidden)"

// shortestSecret is the length in bytes from which a value is looked for in words: a shorter one is in half of all words.
const shortestSecret = 4

// redactor takes secrets out of words.
type redactor struct{ replacer *strings.Replacer }

// redact makes a redactor for the secrets among values. They are found as they are, line by line, and as base64.
func redact(s *schema.Schema, values ...map[string]any) *redactor {
	var secrets []string
	for _, p := range s.Properties {
		for _, v := range values {
			if text, ok := v[p.Name].(string); ok && Secret(p) {
				secrets = append(secrets, forms(text)...)
			}
		}
	}
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // a secret may be part of another
	var pairs []string
	for _, secret := range secrets {
		pairs = append(pairs, secret, hidden)
	}
	return &redactor{strings.NewReplacer(pairs...)}
}

// forms are the ways in which a secret may be said.
func forms(secret string) []string {
	var out []string
	for _, line := range strings.Split(secret, "\n") {
		if line = strings.TrimSpace(line); len(line) >= shortestSecret && !strings.HasPrefix(line, "-----") {
			out = append(out, line)
		}
	}
	if len(secret) < shortestSecret {
		return out
	}
	out = append(out, secret, base64.StdEncoding.EncodeToString([]byte(secret)))
	if plain, err := base64.StdEncoding.DecodeString(secret); err == nil && len(plain) >= shortestSecret {
		out = append(out, string(plain)) // a generated password is the encoding of what the app is given
	}
	return out
}

func (r *redactor) text(s string) string { return r.replacer.Replace(s) }

// failure gives a failure without secrets; nil stays nil.
func (r *redactor) failure(f *event.Failure) *event.Failure {
	if f == nil {
		return nil
	}
	out := *f
	out.Message, out.Reason, out.Hint = r.text(f.Message), r.text(f.Reason), r.text(f.Hint)
	out.Log = make([]string, len(f.Log))
	for i, line := range f.Log {
		out.Log[i] = r.text(line)
	}
	return &out
}

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
