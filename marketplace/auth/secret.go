package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// SecretKind is what a secret is for; it is the text that its secrets begin with, so that scanners find leaked ones.
type SecretKind string

// The kinds of secrets.
const (
	SessionSecret    SecretKind = "chs_"
	TokenSecret      SecretKind = "cht_"
	InvitationSecret SecretKind = "chi_"
	LinkSecret       SecretKind = "chl_"
)

const secretBytes = 32

// Secret is a random text that proves who holds it. It prints as its kind only: what reads Reveal hands it out.
type Secret struct {
	kind SecretKind
	// text is behind a pointer because printing looks into structs whose fields it may not ask to print themselves.
	text *string
}

// NewSecret makes a secret of 256 random bits.
func NewSecret(kind SecretKind) Secret {
	text := string(kind) + base64.RawURLEncoding.EncodeToString(random(secretBytes))
	return Secret{kind: kind, text: &text}
}

// ParseSecret takes what a request brought as a secret of a kind; ok is false if it cannot be one.
func ParseSecret(kind SecretKind, text string) (s Secret, ok bool) {
	rest, ok := strings.CutPrefix(text, string(kind))
	if !ok || len(rest) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return Secret{}, false
	}
	if b, err := base64.RawURLEncoding.Strict().DecodeString(rest); err != nil || len(b) != secretBytes {
		return Secret{}, false
	}
	return Secret{kind: kind, text: &text}, true
}

// Hash is what is kept of the secret, in hexadecimal. Looking it up in an index tells an attacker nothing by its time:
// nobody can choose the hash of what they try.
func (s Secret) Hash() string {
	sum := sha256.Sum256([]byte(*s.text))
	return hex.EncodeToString(sum[:])
}

// Reveal gives the secret itself, for the one answer that hands it out.
func (s Secret) Reveal() string { return *s.text }

// Format prints the kind only, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, string(s.kind)+"…") }
