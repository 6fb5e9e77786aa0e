package domain

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

// The prefixes of ids.
const (
	AppID          = "app"
	VersionID      = "ver"
	CategoryID     = "ctg"
	ReviewID       = "rev"
	VerificationID = "vfy"
	InstanceID     = "ins"
	WorkID         = "wrk"
	TokenID        = "tok"
	InvitationID   = "inv"
)

// NewID makes an id that nobody can guess: the prefix and 16 letters and digits.
func NewID(prefix string) string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return prefix + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}
