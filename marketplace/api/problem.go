package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Problem is an answer that refuses or failed (RFC 9457).
type Problem struct {
	Title  string  `json:"title" doc:"The kind of refusal"`
	Status int     `json:"status" doc:"The answer's status"`
	Code   string  `json:"code" doc:"Stable, for programs, such as version-state"`
	Detail string  `json:"detail" doc:"What is refused, why, and what to do"`
	Errors []Fault `json:"errors,omitempty" doc:"What is wrong, field by field or file by file"`
}

// Fault is what is wrong with one field or file. The value is not repeated: it may be a secret.
type Fault struct {
	Location string `json:"location" doc:"Path of the field, such as body.name"`
	Message  string `json:"message"`
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
		return &Problem{Title: kinds[domain.Unavailable].title, Status: http.StatusServiceUnavailable, Code: "ended", Detail: "the request was ended before it was done: send it again"}
	}
	logOf(ctx).ErrorContext(ctx, "request failed", "error", err)
	return &Problem{Title: "The store failed", Status: http.StatusInternalServerError, Code: "internal",
		Detail: "the store could not do this, and nothing was changed: try again; the log of the store says why"}
}

func refused(e *domain.Error) *Problem {
	kind, ok := kinds[e.Kind]
	if !ok {
		kind = kinds[domain.Invalid]
	}
	p := &Problem{Title: kind.title, Status: kind.status, Code: e.Code, Detail: e.Error()}
	if e.Field != "" {
		p.Errors = append(p.Errors, Fault{Location: e.Field, Message: e.Error()})
	}
	for _, d := range e.Details {
		p.Errors = append(p.Errors, Fault{Location: d.Field, Message: sentence(d.Message, d.Hint)})
	}
	return p
}

func sentence(message, hint string) string {
	return (&domain.Error{Message: message, Hint: hint}).Error()
}

// withHeaders says when to try again, and how to sign in.
func withHeaders(p *Problem, err error) error {
	var later *auth.Later
	switch {
	case errors.As(err, &later):
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {strconv.Itoa(int(later.After.Seconds()))}})
	case p.Status == http.StatusUnauthorized:
		return huma.ErrorWithHeaders(p, http.Header{"WWW-Authenticate": {`Bearer realm="chandler"`}})
	}
	return p
}

// configureHuma makes huma's own refusals problems like ours.
var configureHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false // lists are empty, never null
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		p := &Problem{Title: http.StatusText(status), Status: status, Code: codeOf(status), Detail: message}
		for _, err := range errs {
			var d huma.ErrorDetailer
			if errors.As(err, &d) {
				p.Errors = append(p.Errors, Fault{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message})
			}
		}
		return p
	}
})

// codeOf is the code of a refusal that the request's form brought about, before a handler saw it.
func codeOf(status int) string {
	switch status {
	case http.StatusUnprocessableEntity:
		return "invalid"
	case http.StatusRequestEntityTooLarge:
		return "too-large"
	case http.StatusUnsupportedMediaType:
		return "media-type"
	case http.StatusRequestTimeout:
		return "timeout"
	case http.StatusNotImplemented:
		return "not-implemented"
	case http.StatusInternalServerError:
		return "internal"
	}
	return "bad-request"
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
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

type logKey struct{}

// logOf is the log of the server that answers the request.
func logOf(ctx context.Context) *slog.Logger {
	if log, ok := ctx.Value(logKey{}).(*slog.Logger); ok {
		return log
	}
	return slog.Default()
}
