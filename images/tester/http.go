package tester

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// longestBody is how many bytes of a body are read; a title stands at its beginning.
const longestBody = 4 << 20

// testHTTP sends the request, follows redirects and looks at the last answer; nil if it is as expected.
func testHTTP(ctx context.Context, t *testspec.HTTPTest) *failure {
	request, err := http.NewRequestWithContext(ctx, t.Method, t.URL, http.NoBody)
	if err != nil {
		return &failure{reason: "the request cannot be made: " + cause(err)}
	}
	for name, value := range t.Headers {
		if strings.EqualFold(name, "Host") {
			request.Host = value // Go takes it from here alone
		}
		request.Header.Add(name, value)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return &failure{reason: "no answer: " + cause(err)}
	}
	defer func() { _ = answer.Body.Close() }()
	return expectHTTP(answer, t.Expect)
}

func expectHTTP(answer *http.Response, e testspec.HTTPExpect) *failure {
	if reason := checkInt("status code", answer.StatusCode, e.StatusCode); reason != "" {
		return &failure{reason: reason}
	}
	if reason := checkString("status text", answer.Status, e.StatusText); reason != "" {
		return &failure{reason: reason}
	}
	if reason := checkTitle(io.LimitReader(answer.Body, longestBody), e.Title); reason != "" {
		return &failure{reason: reason}
	}
	return nil
}

// cause leaves out the URL that Go puts in front: it may have a secret in it.
func cause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return printable(err.Error(), longestLine)
}
