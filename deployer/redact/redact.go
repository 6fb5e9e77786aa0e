// Package redact takes the values of parameters out of words: of what a cluster answers, an app says, or a template's
// error quotes.
package redact

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema"
)

// Hidden stands in place of a secret.
const Hidden = "(hidden)"

// The lengths in bytes from which a value is looked for in words: shorter ones are in half of all words. A text that is
// no secret by its type may be any word.
const (
	shortestSecret = 4
	shortestText   = 8
)

// Redactor takes values out of words. The zero Redactor and nil take out nothing.
type Redactor struct {
	replacer *strings.Replacer
	parts    map[string]bool
}

// Secrets makes a Redactor for those of the values that are secret by their property's type.
func Secrets(s *schema.Schema, values ...map[string]any) *Redactor {
	return newRedactor(secretWords(s, values))
}

// Given makes a Redactor for the secrets among values, and for the texts that were given for other properties: nobody
// knows whether a plain text is a password. In place of those stands the property's name, so that a message keeps its
// sense. Texts that are words of the package itself (a default, a choice of an enum), names and references are left.
func Given(s *schema.Schema, given map[string]any, values ...map[string]any) *Redactor {
	words, known := secretWords(s, append(values, given)), names(s, given)
	for _, p := range s.Properties {
		text, ok := given[p.Name].(string)
		if !ok || !plain(p) || text == p.Default || len(text) < shortestText || known[text] {
			continue
		}
		for _, form := range forms(text, shortestText) {
			words = append(words, word{form, "(value of " + p.Name + ")"})
		}
	}
	return newRedactor(words)
}

// Secret says whether a property's value is not for showing: masked, a password, a private key.
func Secret(p *schema.Property) bool {
	switch p.X {
	case schema.MaskedField, schema.GeneratedPassword, schema.TLSCertificate:
		return true
	}
	return false
}

// plain says whether a property's text is whatever somebody types in.
func plain(p *schema.Property) bool {
	switch p.X {
	case "", schema.StringType, schema.ReportingSecret:
		return len(p.Enum) == 0
	}
	return false
}

// names are the texts of properties that everybody may know.
func names(s *schema.Schema, given map[string]any) map[string]bool {
	known := map[string]bool{}
	for _, p := range s.Properties {
		if text, ok := given[p.Name].(string); ok && !plain(p) && !Secret(p) {
			known[text] = true
		}
	}
	return known
}

// word is what is looked for, and what stands in its place.
type word struct{ text, instead string }

func secretWords(s *schema.Schema, values []map[string]any) (words []word) {
	for _, p := range s.Properties {
		for _, v := range values {
			if text, ok := v[p.Name].(string); ok && Secret(p) {
				for _, form := range forms(text, shortestSecret) {
					words = append(words, word{form, Hidden})
				}
			}
		}
	}
	return words
}

func newRedactor(words []word) *Redactor {
	// A value may be part of another one. Of the same text, a secret counts.
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(len(b.text), len(a.text)) })
	r := &Redactor{parts: map[string]bool{}}
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, w.text, w.instead)
		if w.instead == Hidden {
			r.addParts(w.text)
		}
	}
	r.replacer = strings.NewReplacer(pairs...)
	return r
}

// Text gives words without the values.
func (r *Redactor) Text(s string) string {
	if r == nil || r.replacer == nil {
		return s
	}
	return r.withoutParts(r.replacer.Replace(s))
}

// Failure gives a copy of a failure without the values; nil stays nil.
func (r *Redactor) Failure(f *event.Failure) *event.Failure {
	if f == nil {
		return nil
	}
	out := *f
	out.Message, out.Reason, out.Hint = r.Text(f.Message), r.Text(f.Reason), r.Text(f.Hint)
	out.Log = nil
	for _, line := range f.Log {
		out.Log = append(out.Log, r.Text(line))
	}
	return &out
}
