package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Problem is an answer that refuses or failed (RFC 9457).
type Problem struct {
	Type   string  `json:"type" doc:"about:blank: the code says more than a page could"`
	Title  string  `json:"title" doc:"The kind of refusal"`
	Status int     `json:"status" doc:"The answer's status"`
	Code   string  `json:"code" doc:"Stable, for programs, such as version-state"`
	Detail string  `json:"detail" doc:"What is refused, and why"`
	Hint   string  `json:"hint,omitempty" doc:"What to do"`
	Errors []Fault `json:"errors,omitempty" doc:"What is wrong, field by field or file by file"`
	// Request names the request in the log, where it is said what failed.
	Request string `json:"request,omitempty" doc:"If the store itself failed, what its log calls this request"`
}

// Fault is what is wrong with one field or file. The value is not repeated: it may be a secret.
type Fault struct {
	Field   string `json:"field" doc:"Path of the field, such as body.name, or of the file in an upload"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the answer's status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// kinds are the statuses and titles of refusals.
var kinds = map[domain.Kind]struct {
	status int
	title  string
}{
	domain.Invalid:         {http.StatusUnprocessableEntity, "What was sent is not in order"},
	domain.Unauthenticated: {http.StatusUnauthorized, "Sign in first"},
	domain.Forbidden:       {http.StatusForbidden, "Not allowed"},
	domain.NotFound:        {http.StatusNotFound, "Not found"},
	domain.Conflict:        {http.StatusConflict, "Not possible now"},
	domain.TooMany:         {http.StatusTooManyRequests, "Too often"},
	domain.TooLarge:        {http.StatusRequestEntityTooLarge, "Too large"},
	domain.Unavailable:     {http.StatusServiceUnavailable, "Something does not answer"},
}

// problemOf makes the answer to an error. What is no refusal is a failure of the store: it is logged, and the user is told
// nothing of its inside.
func problemOf(ctx context.Context, err error) error {
	var known huma.StatusError
	var refusal *domain.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return withHeaders(refused(refusal), err)
	case errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return refused(&domain.Error{Kind: domain.Unavailable, Code: "ended", Message: "the request was ended before it was done", Hint: "send it again"})
	}
	logOf(ctx).ErrorContext(ctx, "request failed", "error", err)
	return failure(ctx)
}

// failure is the answer if the store itself is at fault.
func failure(ctx context.Context) *Problem {
	return &Problem{Type: blank, Title: "The store failed", Status: http.StatusInternalServerError, Code: "internal",
		Detail: "the store could not do this", Hint: "try again; if it stays, give this request's name to who runs the store: the log says why", Request: requestID(ctx)}
}

// blank is the type of problems that have no page of their own.
const blank = "about:blank"

func refused(e *domain.Error) *Problem {
	kind, ok := kinds[e.Kind]
	if !ok {
		kind = kinds[domain.Invalid]
	}
	p := &Problem{Type: blank, Title: kind.title, Status: kind.status, Code: e.Code, Detail: e.Message, Hint: e.Hint}
	if e.Field != "" {
		p.Errors = append(p.Errors, Fault{Field: e.Field, Message: e.Message, Hint: e.Hint})
	}
	for _, d := range e.Details {
		p.Errors = append(p.Errors, Fault(d))
	}
	return p
}

// withHeaders says when to try again, and how to sign in.
func withHeaders(p *Problem, err error) error {
	var later *auth.Later
	switch {
	case errors.As(err, &later):
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(later.After.Seconds())))}})
	case p.Status == http.StatusUnauthorized:
		return huma.ErrorWithHeaders(p, http.Header{"WWW-Authenticate": {`Bearer realm="chandler"`}})
	}
	return p
}

// refuse answers a request with a problem, outside of huma.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	answer := problemOf(r.Context(), err)
	var headers huma.HeadersError
	if errors.As(answer, &headers) {
		for name, values := range headers.GetHeaders() {
			w.Header()[name] = values
		}
	}
	var p *Problem
	if !errors.As(answer, &p) {
		p = failure(r.Context())
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		logOf(r.Context()).Debug("cannot send a problem", "error", err)
	}
}

// logOf is the log for what concerns the request; it names the request.
func logOf(ctx context.Context) *slog.Logger {
	if r, ok := ctx.Value(requestKey{}).(request); ok {
		return r.log
	}
	return slog.Default()
}

// requestID is what the log calls the request.
func requestID(ctx context.Context) string {
	r, _ := ctx.Value(requestKey{}).(request)
	return r.id
}
