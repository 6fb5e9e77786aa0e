package kube

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// How long a server may take for an answer, which is longer than the minute that an API server allows itself, so that it
// has the first word; and to begin one that has no end, which it does at once.
const (
	answerTimeout = 65 * time.Second
	streamTimeout = 15 * time.Second
)

var (
	errNoAnswer = errors.New("it has not answered for too long")
	errCut      = errors.New("the answer was cut off")
)

// attempt is how one try of a request ended: with a response or an error.
type attempt struct {
	response *http.Response
	err      error
	// body is the response's, unless that is a stream.
	body []byte
}

// attempt makes a request once. All of the answer has been read then, so that one which was cut off is found; of a
// stream it is only the beginning.
func (p *patient) attempt(request *http.Request) attempt {
	ctx, cancel := context.WithCancelCause(request.Context())
	timeout := answerTimeout
	if streams(request) {
		timeout = streamTimeout
	}
	timer := time.AfterFunc(timeout, func() { cancel(errNoAnswer) })
	defer timer.Stop()
	copied := request.WithContext(ctx)
	if request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			cancel(nil)
			return attempt{err: err}
		}
		copied.Body = body
	}
	response, err := p.next.RoundTrip(copied) //nolint:bodyclose // it is read to its end, or handed on
	if err == nil && streams(request) && response.StatusCode == http.StatusOK {
		response.Body = &stream{ReadCloser: response.Body, cancel: cancel}
		return attempt{response: response}
	}
	a := attempt{response: response, err: err}
	if err == nil {
		a.read()
	}
	if a.err != nil && errors.Is(context.Cause(ctx), errNoAnswer) {
		a.err = errNoAnswer
	}
	cancel(nil)
	return a
}

// read takes all of an answer.
func (a *attempt) read() {
	body, err := io.ReadAll(a.response.Body)
	_ = a.response.Body.Close()
	isJSON := strings.HasPrefix(a.response.Header.Get("Content-Type"), "application/json")
	if err == nil && isJSON && a.response.StatusCode < http.StatusMultipleChoices && !json.Valid(body) {
		err = errCut
	}
	if err != nil {
		a.response, a.err = nil, err
		return
	}
	a.body, a.response.Body = body, io.NopCloser(bytes.NewReader(body))
}

// patience says for how long an attempt is worth another one.
func (a attempt) patience(request *http.Request) time.Duration {
	if request.Body != nil && request.GetBody == nil {
		return 0
	}
	if a.err == nil {
		return a.heard(request)
	}
	var certificate *tls.CertificateVerificationError
	var dial *net.OpError
	neverSent := errors.As(a.err, &dial) && dial.Op == "dial"
	switch {
	case errors.As(a.err, &certificate), errors.Is(a.err, context.Canceled), errors.Is(a.err, context.DeadlineExceeded):
		return 0
	case isOnce(request) && !neverSent:
		return 0
	}
	return PatienceBusy
}

// heard is the patience with a server that did answer. One that is too busy, or not ready, has not begun with a creation.
func (a attempt) heard(request *http.Request) time.Duration {
	code := a.response.StatusCode
	if isOnce(request) && code >= http.StatusInternalServerError && code != http.StatusServiceUnavailable {
		return 0
	}
	return PatienceIn(request.Context(), code, a.statusMessage())
}

// statusMessage is the message of an API server's answer; it is empty if that is none.
func (a attempt) statusMessage() string {
	var status metav1.Status
	if json.Unmarshal(a.body, &status) != nil {
		return ""
	}
	return status.Message
}

type repeatableKey struct{}

// Repeatable gives a context in which a patient client may repeat creations, too: who uses it takes "already exists" for
// an answer.
func Repeatable(ctx context.Context) context.Context {
	return context.WithValue(ctx, repeatableKey{}, true)
}

// isOnce says that a request must not be made twice.
func isOnce(request *http.Request) bool {
	return request.Method == http.MethodPost && request.Context().Value(repeatableKey{}) == nil
}

// streams says whether the answer to a request has no end: a watch, or a log.
func streams(request *http.Request) bool {
	query := request.URL.Query()
	return query.Get("watch") == "true" || query.Get("watch") == "1" || strings.HasSuffix(request.URL.Path, "/log")
}

// stream is an answer whose request ends when it is closed.
type stream struct {
	io.ReadCloser
	cancel context.CancelCauseFunc
}

// Close ends the request.
func (s *stream) Close() error {
	err := s.ReadCloser.Close()
	s.cancel(nil)
	return err
}
