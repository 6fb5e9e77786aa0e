package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// nameLimit is the length of names that the reference gives; Kubernetes allows 63 in most places, but a name that was
// given once must stay the same.
const nameLimit = 64

// DNS1123Name makes a name that Kubernetes takes out of any text, as the reference does: "a-b" of "A.B!". It may be
// empty.
func DNS1123Name(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), ".", "-")
	kept := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return -1
	}, s)
	return LimitName(strings.Trim(kept, "-"), nameLimit)
}

// LimitName shortens a name of ASCII characters that is longer than n bytes: its beginning, a dash and four digits of
// its SHA-256 sum stay. n is 6 or more.
func LimitName(s string, n int) string {
	const suffix = 5
	if len(s) <= n || n < suffix {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return s[:n-suffix] + "-" + hex.EncodeToString(sum[:])[:suffix-1]
}
