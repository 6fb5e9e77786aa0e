package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/validation"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// configureHuma makes huma's own refusals problems like ours, in words for users.
var configureHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false          // lists are empty, never null
	humago.MultipartMaxMemory = maxUploadBytes // uploads are small: none goes to a file
	validation.MsgUnexpectedProperty = "there is no such field here"
	validation.MsgExpectedRequiredProperty = "%s is missing"
	validation.MsgExpectedBoolean = "has to be true or false"
	validation.MsgExpectedNumber = "has to be a number"
	validation.MsgExpectedInteger = "has to be a whole number"
	validation.MsgExpectedString = "has to be text"
	validation.MsgExpectedArray = "has to be a list"
	validation.MsgExpectedObject = "has to be an object with fields"
	validation.MsgExpectedOneOf = `has to be one of "%s"`
	validation.MsgExpectedMinimumNumber = "has to be at least %v"
	validation.MsgExpectedMaximumNumber = "may be at most %v"
	validation.MsgExpectedMinLength = "needs at least %d characters"
	validation.MsgExpectedMaxLength = "may have at most %d characters"
	validation.MsgExpectedMaxItems = "may have at most %d entries"
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		return ofHuma(ctx.Context(), status, message, errs)
	}
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return ofHuma(context.Background(), status, message, errs)
	}
})

// ofHuma makes the answer to what was refused before a handler saw it, because of its form.
func ofHuma(ctx context.Context, status int, message string, errs []error) *Problem {
	p := &Problem{Type: blank, Title: http.StatusText(status), Status: status, Code: codeOf(status), Detail: message}
	switch {
	case status == http.StatusRequestEntityTooLarge || tooLarge(errs):
		return refused(errTooLarge)
	case status >= http.StatusInternalServerError && len(errs) > 0:
		return cutOff(ctx, errs)
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		p.Title = kinds[domain.Invalid].title
	}
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			p.Errors = append(p.Errors, faultOf(d.ErrorDetail()))
		}
	}
	if len(p.Errors) > 0 {
		p.Detail, p.Hint = p.Errors[0].Field+": "+p.Errors[0].Message, p.Errors[0].Hint
	}
	return p
}

// errTooLarge refuses a body.
var errTooLarge = &domain.Error{Kind: domain.TooLarge, Code: "too-large", Field: "body", Message: "the body is too large",
	Hint: "send at most 1 MiB, or a chart of at most 2 MiB with an icon"}

// tooLarge tells whether reading stopped at the limit. The error is not always handed on as one, but its words are.
func tooLarge(errs []error) bool {
	limit := &http.MaxBytesError{}
	for _, err := range errs {
		if errors.As(err, &limit) || err != nil && strings.Contains(err.Error(), limit.Error()) {
			return true
		}
	}
	return false
}

// cutOff is the answer if a body could not be read to its end, or could not be written.
func cutOff(ctx context.Context, errs []error) *Problem {
	logOf(ctx).WarnContext(ctx, "request was cut off", "error", errors.Join(errs...))
	return refused(domain.Invalidf("body", "cut-off", "the body ended too early").With("send it again"))
}

var missing = regexp.MustCompile(`^(\S+) is missing$`)

// faultOf puts huma's words of a fault into those of users. What it quotes of the value is left out.
func faultOf(d *huma.ErrorDetail) Fault {
	f := Fault{Field: d.Location, Message: d.Message}
	place, _, _ := strings.Cut(f.Field, ".")
	switch place {
	case "form":
		f.Field = "body" + strings.TrimPrefix(f.Field, "form")
	case "body", "query", "path", "header", "cookie":
	default: // a file of a form
		f.Field = "body." + f.Field
	}
	name := f.Field[strings.LastIndexByte(f.Field, '.')+1:]
	m := missing.FindStringSubmatch(f.Message)
	switch {
	case m != nil:
		f.Field += "." + m[1]
	case strings.Contains(f.Message, "parameter is missing"):
		f.Message = name + " is missing"
	case strings.HasPrefix(f.Message, "cannot read multipart form"):
		f.Message, f.Hint = "the body is not a form with files, or is cut off", "send it as multipart/form-data, as a browser's form does"
	case f.Field == "body" && !strings.HasPrefix(f.Message, "has to"):
		f.Message, f.Hint = "the body does not fit this request", "send JSON as /openapi.json describes it, with Content-Type: application/json"
	case strings.HasPrefix(f.Message, "has to"), strings.HasPrefix(f.Message, "may"), strings.HasPrefix(f.Message, "needs"):
		f.Message = name + " " + f.Message
	}
	return f
}

// codeOf is the code of a refusal that the request's form brought about.
func codeOf(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "too-large"
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return "media-type"
	case http.StatusRequestTimeout:
		return "timeout"
	case http.StatusInternalServerError:
		return "internal"
	}
	return "invalid"
}
