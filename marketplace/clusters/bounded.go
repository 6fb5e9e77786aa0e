package clusters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// What an API server may take up of the store, as it may be anybody's.
const (
	// longestAnswer bounds an answer from the request to its last byte; that of a watch only to its first.
	longestAnswer = 2 * time.Minute
	largestAnswer = 64 << 20 // bytes
	longestPause  = 10       // seconds, before a request is sent again
)

// bounded sends requests to an API server and to nobody else, and reads no answer without end.
type bounded struct{ next http.RoundTripper }

// RoundTrip is http.RoundTripper's.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	timer := time.AfterFunc(longestAnswer, func() { cancel(errSilent) })
	answer, err := b.next.RoundTrip(r.WithContext(ctx))
	if err == nil && redirects(answer) {
		_ = answer.Body.Close()
		err = errors.New("it sends its clients to another address, which is not followed: give that address")
	}
	if err != nil {
		timer.Stop()
		cancel(nil)
		if errors.Is(context.Cause(ctx), errSilent) {
			err = errSilent
		}
		return nil, err
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > longestPause {
		answer.Header.Set("Retry-After", strconv.Itoa(longestPause))
	}
	left := int64(largestAnswer)
	if streams(r) {
		timer.Stop()
		left = -1
	}
	answer.Body = &boundedBody{ReadCloser: answer.Body, ctx: ctx, left: left, end: func() { timer.Stop(); cancel(nil) }}
	return answer, nil
}

// WrappedRoundTripper is for client-go, which looks for what is wrapped.
func (b bounded) WrappedRoundTripper() http.RoundTripper { return b.next }

var errSilent = fmt.Errorf("it does not answer to the end within %s: %w", longestAnswer, context.DeadlineExceeded)

// redirects tells an answer after which clients ask somewhere else, and take their credentials along.
func redirects(answer *http.Response) bool {
	return answer.StatusCode >= 300 && answer.StatusCode < 400 && answer.Header.Get("Location") != ""
}

// streams tells a request whose answer goes on until somebody ends it.
func streams(r *http.Request) bool {
	for _, name := range []string{"watch", "follow"} {
		if on, err := strconv.ParseBool(r.URL.Query().Get(name)); err == nil && on {
			return true
		}
	}
	return false
}

// boundedBody reads so many bytes, or any number if that is negative, until its context is over.
type boundedBody struct {
	io.ReadCloser
	ctx  context.Context //nolint:containedctx // it is the request's
	left int64
	end  func()
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, fmt.Errorf("it answers with more than %d MiB", largestAnswer>>20)
	}
	if b.left > 0 {
		p = p[:min(int64(len(p)), b.left)]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left > 0 {
		b.left -= int64(n)
	}
	if err != nil && errors.Is(context.Cause(b.ctx), errSilent) {
		err = errSilent
	}
	return n, err
}

// Close ends the request.
func (b *boundedBody) Close() error {
	defer b.end()
	return b.ReadCloser.Close()
}
