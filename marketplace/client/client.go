// Package client speaks the store's API over HTTP, as one user: for the sample data, and for tests.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// Client is a user of a store. It keeps the session, as a browser does.
type Client struct {
	url  string
	http *http.Client
	key  string // Idempotency-Key
}

// New gives a client of the store at an address, of whom nobody has signed in yet.
func New(address string) *Client {
	jar, _ := cookiejar.New(nil) // fails never
	return &Client{url: strings.TrimSuffix(address, "/"), http: &http.Client{Jar: jar}}
}

// Problem is a refusal of the store.
type Problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Hint   string `json:"hint"`
	Errors []struct {
		Location string `json:"field"`
		Message  string `json:"message"`
		Hint     string `json:"hint"`
	} `json:"errors"`
}

// Error is the store's words.
func (p *Problem) Error() string {
	words := p.Detail
	for _, e := range p.Errors {
		words += "\n  " + e.Location + ": " + e.Message
	}
	return words
}

// Code is the code of the refusal that an error is; empty if it is none.
func Code(err error) string {
	var p *Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// SignInByLink signs in by a one-time link.
func (c *Client) SignInByLink(ctx context.Context, link string) error {
	_, secret, _ := strings.Cut(link, "#")
	return c.Do(ctx, http.MethodPost, "/session/link", map[string]string{"secret": secret}, nil)
}

// SignIn signs in by name and password.
func (c *Client) SignIn(ctx context.Context, user, password string) error {
	return c.Do(ctx, http.MethodPost, "/session", map[string]string{"user": user, "password": password}, nil)
}

// Do sends a request to a path below /api/v1, with in as its JSON unless that is nil, and reads the answer into out unless
// that is nil. The error is a *Problem if the store refuses.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
		body = bytes.NewReader(text)
	}
	return c.send(ctx, method, path, "application/json", body, out)
}

// DoOnce is Do with an idempotency key: sent again with the same key, a request that was granted before is not done twice.
func (c *Client) DoOnce(ctx context.Context, key, method, path string, in, out any) error {
	with := *c
	with.key = key
	return with.Do(ctx, method, path, in, out)
}

// Upload posts a file of a form, with its other fields.
func (c *Client) Upload(ctx context.Context, path, field, name string, file []byte, fields map[string]string, out any) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(file)
	}
	return c.sendForm(ctx, path, form, &body, err, fields, out)
}

// SendForm posts a form that has no file, such as one that names a deployer image.
func (c *Client) SendForm(ctx context.Context, path string, fields map[string]string, out any) error {
	var body bytes.Buffer
	return c.sendForm(ctx, path, multipart.NewWriter(&body), &body, nil, fields, out)
}

// sendForm adds fields to a form that was written so far, with an error or none, and posts it.
func (c *Client) sendForm(ctx context.Context, path string, form *multipart.Writer, body io.Reader, err error, fields map[string]string, out any) error {
	for key, value := range fields {
		err = errors.Join(err, form.WriteField(key, value))
	}
	if err := errors.Join(err, form.Close()); err != nil {
		return fmt.Errorf("write the form of %s: %w", path, err)
	}
	return c.send(ctx, http.MethodPost, path, form.FormDataContentType(), body, out)
}

func (c *Client) send(ctx context.Context, method, path, contentType string, body io.Reader, out any) error {
	answer, err := c.open(ctx, method, path, contentType, body)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = text
		return nil
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%s %s: the answer is not what was expected: %w", method, path, err)
	}
	return nil
}

// open sends a request. The answer is one that grants it.
func (c *Client) open(ctx context.Context, method, path, contentType string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.url+"/api/v1"+path, body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	r.Header.Set("Origin", c.url) // a session's requests have to come from the store's own pages
	if c.key != "" {
		r.Header.Set("Idempotency-Key", c.key)
	}
	if body != nil {
		r.Header.Set("Content-Type", contentType)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if answer.StatusCode < http.StatusBadRequest {
		return answer, nil
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	p := &Problem{Status: answer.StatusCode}
	if json.Unmarshal(text, p) != nil || p.Detail == "" {
		p.Detail = strings.TrimSpace(string(text))
	}
	return nil, fmt.Errorf("%s %s: %w", method, path, p)
}
