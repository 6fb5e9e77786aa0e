package domain

import "fmt"

// Kind says what sort of refusal an Error is.
type Kind string

// The kinds of refusals.
const (
	Invalid         Kind = "invalid"         // what was sent is wrong
	Unauthenticated Kind = "unauthenticated" // nobody has signed in
	Forbidden       Kind = "forbidden"       // this user may not
	NotFound        Kind = "not-found"       // there is no such thing, or this user may not know of it
	Conflict        Kind = "conflict"        // not in this state, or somebody else was faster
	TooMany         Kind = "too-many"        // later
	TooLarge        Kind = "too-large"       // a body or file beyond its limit
	Unavailable     Kind = "unavailable"     // something that the store needs does not answer
)

// Error is a refusal in the user's words.
type Error struct {
	Kind Kind
	// Code is stable, for programs: small letters and dashes, such as version-state.
	Code string
	// Message says what is refused and why, about which object.
	Message string
	// Field is the path of the field that is wrong, such as body.name; empty if it is none.
	Field string
	// Hint says what to do; may be empty.
	Hint string
	// Details are further faults of the same request, field by field or file by file.
	Details []Detail
}

// Detail is one of several faults.
type Detail struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Error is the message, and the hint if there is one.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + ": " + e.Hint
}

// With adds the hint.
func (e *Error) With(hint string) *Error {
	e.Hint = hint
	return e
}

// Invalidf makes an Error about a field.
func Invalidf(field, code, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Conflictf makes an Error about a state.
func Conflictf(code, format string, args ...any) *Error {
	return &Error{Kind: Conflict, Code: code, Message: fmt.Sprintf(format, args...)}
}

// NotFoundf makes an Error about something that is not there.
func NotFoundf(format string, args ...any) *Error {
	return &Error{Kind: NotFound, Code: "not-found", Message: fmt.Sprintf(format, args...)}
}

// Stale refuses a change that is based on an earlier revision than the one that there is; nil if it is not.
func Stale(what string, based, current int64) error {
	if based == current {
		return nil
	}
	return Conflictf("stale", "%s was changed meanwhile (revision %d, yours is based on %d)", what, current, based).
		With("load it again, look at what changed, and repeat yours")
}
