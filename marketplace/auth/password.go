package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// cost is what one hash takes: KiB of memory, passes over it, threads. OWASP's first choice for argon2id.
type cost struct {
	memory, passes uint32
	threads        uint8
}

var current = cost{memory: 19 << 10, passes: 2, threads: 1}

const saltBytes, keyBytes = 16, 32

// Passwords makes and checks hashes of passwords, a bounded number at the same time.
type Passwords struct {
	slots chan struct{}
	// nobody is the hash that is checked for a user that does not exist, so that the time does not tell.
	nobody string
}

// NewPasswords gives a Passwords that works on at most so many at the same time; each takes 19 MiB.
func NewPasswords(atOnce int) *Passwords {
	return &Passwords{slots: make(chan struct{}, atOnce), nobody: phc(current, random(saltBytes), random(keyBytes))}
}

// Hash gives the PHC string of a password. The error is the context's.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := random(saltBytes)
	key, err := p.derive(ctx, current, salt, password)
	if err != nil {
		return "", err
	}
	return phc(current, salt, key), nil
}

// Verify tells whether a password is that of a hash, and whether the hash is of an outdated cost and should be made
// anew. An empty hash is nobody's: it takes as long and fits no password. The error is the context's, or of a string
// that is no hash.
func (p *Passwords) Verify(ctx context.Context, hash, password string) (fits, outdated bool, err error) {
	exists := hash != ""
	if !exists {
		hash = p.nobody
	}
	c, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got, err := p.derive(ctx, c, salt, password)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(got, want) == 1
	return same && exists, c != current, nil
}

func (p *Passwords) derive(ctx context.Context, c cost, salt []byte, password string) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// keyboards differ in how they compose letters
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.passes, c.memory, c.threads, keyBytes), nil
}

func phc(c cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.threads, b64(salt), b64(key))
}

func parsePHC(hash string) (c cost, salt, key []byte, err error) {
	bad := func() (cost, []byte, []byte, error) {
		return cost{}, nil, nil, fmt.Errorf("the kept hash of a password is not an argon2id hash")
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return bad()
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil || !c.bearable() {
		return bad()
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(salt) < 8 || len(key) != keyBytes {
		return bad()
	}
	return c, salt, key, nil
}

// bearable bounds what a hash from a database can make this process do.
func (c cost) bearable() bool {
	return c.memory >= 8 && c.memory <= 256<<10 && c.passes >= 1 && c.passes <= 16 && c.threads >= 1 && c.threads <= 8
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}
