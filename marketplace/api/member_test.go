package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// member is somebody with an API token.
type member struct {
	*shop
	name, token string
}

// nobody has not signed in.
func (s *shop) nobody() *member { return &member{shop: s} }

// member makes a user with a platform role; roles are WORKSPACE=ROLE and project/PROJECT=ROLE.
func (s *shop) member(name, role string, roles ...string) *member {
	s.Helper()
	m := &member{shop: s, name: name}
	secret, now := auth.NewSecret(auth.TokenSecret), time.Now()
	m.token = secret.Reveal()
	s.update(func(tx store.Tx) error {
		if err := tx.InsertUser(&domain.User{Name: name, Title: name, Role: role, Created: now}); err != nil {
			return err
		}
		if err := tx.InsertToken(&domain.Token{ID: domain.NewID(domain.TokenID), Name: "test", User: name, Created: now, Hash: secret.Hash()}); err != nil {
			return err
		}
		for _, r := range roles {
			place, as, _ := strings.Cut(r, "=")
			if project, is := strings.CutPrefix(place, "project/"); is {
				if err := tx.PutProjectMember(project, name, domain.ProjectRole(as), now); err != nil {
					return err
				}
				continue
			}
			if err := tx.PutWorkspaceMember(place, name, domain.WorkspaceRole(as), now); err != nil {
				return err
			}
		}
		return nil
	})
	return m
}

// crew are the people of the eight steps, and others that they are kept apart from.
type crew struct {
	admin, isv, reviewer, second, regular, viewer, stranger, rival *member
}

// people makes demo-workspace with project demo-project, workspace rivals, and who is in them.
func (s *shop) people() crew {
	s.Helper()
	now := time.Now()
	s.update(func(tx store.Tx) error {
		for _, w := range []string{"demo-workspace", "rivals"} {
			if err := tx.InsertWorkspace(&domain.Workspace{Name: w, Title: "The " + w, Created: now}); err != nil {
				return err
			}
		}
		if err := tx.InsertCluster(&domain.Cluster{Name: "east", Title: "East", Purpose: domain.ForBoth, Server: "https://east.invalid", State: domain.ClusterUnknown,
			Created: now, Kubeconfig: s.server.Sealer.Seal([]byte("{}"), auth.AboutCluster("east"))}); err != nil {
			return err
		}
		for name, w := range map[string]string{"demo-project": "demo-workspace", "rival-project": "rivals"} {
			if err := tx.InsertProject(&domain.Project{Name: name, Title: name, Workspace: w, Cluster: "east", State: domain.ProjectReady, Created: now}); err != nil {
				return err
			}
		}
		return tx.InsertRole(&domain.Role{Name: "app-review", Title: "Reviews", Permissions: []domain.Permission{domain.ViewTemplates, domain.ManageTemplates}})
	})
	return crew{
		admin: s.member("admin", domain.PlatformAdmin), isv: s.member("isv", domain.PlatformRegular, "demo-workspace=workspace-admin"),
		reviewer: s.member("reviewer", "app-review", "demo-workspace=workspace-admin"), second: s.member("second", "app-review"),
		regular: s.member("project-regular", domain.PlatformRegular, "demo-workspace=workspace-viewer", "project/demo-project=operator"),
		viewer:  s.member("viewer", domain.PlatformRegular, "demo-workspace=workspace-viewer"), stranger: s.member("stranger", domain.PlatformRegular),
		rival: s.member("rival", domain.PlatformRegular, "rivals=workspace-admin"),
	}
}

// outcome is what was answered.
type outcome struct {
	*testing.T
	what   string
	status int
	header http.Header
	body   []byte
}

// problem is a refusal.
type problem struct {
	Type, Title, Code, Detail, Hint, Request string
	Status                                   int
	Errors                                   []struct{ Field, Message, Hint string }
}

// send sends a request. content is nil, something for JSON, or a *form.
func (m *member) send(method, path string, content any, headers ...string) *outcome {
	m.Helper()
	var in io.Reader
	kind := "application/json"
	switch c := content.(type) {
	case nil:
	case *form:
		in, kind = c.close()
	case io.Reader:
		in = c
	default:
		text, err := json.Marshal(content)
		m.ok(err)
		in = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(m.Context(), method, m.url+path, in)
	m.ok(err)
	if in != nil {
		r.Header.Set("Content-Type", kind)
	}
	if m.token != "" {
		r.Header.Set("Authorization", "Bearer "+m.token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	m.ok(err)
	defer func() { _ = answer.Body.Close() }()
	var text []byte
	if answer.Header.Get("Content-Type") != "text/event-stream" { // which does not end
		text, err = io.ReadAll(answer.Body)
		m.ok(err)
	}
	return &outcome{T: m.T, what: method + " " + path + " by " + m.name, status: answer.StatusCode, header: answer.Header, body: text}
}

// do sends a request below /api/v1.
func (m *member) do(method, path string, content any, headers ...string) *outcome {
	m.Helper()
	return m.send(method, "/api/v1"+path, content, headers...)
}

// gives wants the request to be granted and reads what was answered.
func gives[T any](o *outcome) T {
	o.Helper()
	var out T
	if o.status >= 300 {
		o.Fatalf("%s: %d %s", o.what, o.status, o.body)
	}
	if len(o.body) > 0 {
		if err := json.Unmarshal(o.body, &out); err != nil {
			o.Fatalf("%s: %v in %s", o.what, err, o.body)
		}
	}
	return out
}

// refused wants a refusal with a status and a code, as RFC 9457 has it.
func (o *outcome) refused(status int, code string) problem {
	o.Helper()
	var p problem
	if err := json.Unmarshal(o.body, &p); err != nil {
		o.Fatalf("%s: %d %s: %v", o.what, o.status, o.body, err)
	}
	if o.status != status || p.Status != status || p.Code != code || o.header.Get("Content-Type") != "application/problem+json" || p.Title == "" || p.Detail == "" {
		o.Errorf("%s: got %d %s, want %d %s: %s", o.what, o.status, p.Code, status, code, o.body)
	}
	return p
}

// at wants one of the faults of a refusal to be of a field.
func (o *outcome) at(p problem, field string) {
	o.Helper()
	for _, f := range p.Errors {
		if f.Field == field && f.Message != "" {
			return
		}
	}
	o.Errorf("%s: no fault of %s in %s", o.what, field, o.body)
}

// form is a multipart form that is being written.
type form struct {
	*testing.T
	body   bytes.Buffer
	writer *multipart.Writer
}

func (s *shop) form(fields ...string) *form {
	f := &form{T: s.T}
	f.writer = multipart.NewWriter(&f.body)
	for i := 0; i < len(fields); i += 2 {
		if err := f.writer.WriteField(fields[i], fields[i+1]); err != nil {
			f.Fatal(err)
		}
	}
	return f
}

// file adds a file.
func (f *form) file(field, name string, data []byte) *form {
	f.Helper()
	w, err := f.writer.CreateFormFile(field, name)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		f.Fatal(err)
	}
	return f
}

func (f *form) close() (io.Reader, string) {
	f.Helper()
	if err := f.writer.Close(); err != nil {
		f.Fatal(err)
	}
	return &f.body, f.writer.FormDataContentType()
}

// chart is a form with a sample chart: 0 is Redis 11.3.4, 1 is Redis 12.0.0.
func (s *shop) chart(n int, fields ...string) *form {
	s.Helper()
	charts, err := demo.Charts()
	s.ok(err)
	return s.form(fields...).file("package", charts[n].File, charts[n].Data)
}

// upload makes an app of Redis 11.3.4 in demo-workspace, and gives it and its version.
func (m *member) upload(fields ...string) (api.App, api.Version) {
	m.Helper()
	app := gives[api.App](m.do("POST", "/workspaces/demo-workspace/apps", m.chart(0, fields...)))
	return app, gives[store.List[api.Version]](m.do("GET", "/apps/"+app.ID+"/versions", nil)).Items[0]
}

// acts takes an action on a version as it is now.
func (m *member) acts(action string, v *api.Version, more ...string) *outcome {
	m.Helper()
	body := map[string]any{"revision": v.Revision}
	for i := 0; i < len(more); i += 2 {
		body[more[i]] = more[i+1]
	}
	o := m.do("POST", "/versions/"+v.ID+"/actions/"+action, body)
	if o.status == http.StatusOK {
		*v = gives[api.Version](o)
	}
	return o
}

// verified has the version's verification end as the engine would.
func (s *shop) verified(v *api.Version, state domain.VerificationState) {
	s.Helper()
	s.update(func(tx store.Tx) error {
		now := time.Now()
		verification, err := tx.GetVerification(v.Verification)
		if err != nil {
			return err
		}
		verification.State, verification.Ended = state, &now
		return tx.UpdateVerification(verification)
	})
}

// release brings a version into the store.
func (c crew) release(v *api.Version) {
	c.isv.Helper()
	gives[api.Version](c.isv.acts("submit", v))
	c.isv.verified(v, domain.VerificationPassed)
	gives[api.Version](c.reviewer.acts("review", v))
	gives[api.Version](c.reviewer.acts("pass", v))
	gives[api.Version](c.isv.acts("release", v))
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
