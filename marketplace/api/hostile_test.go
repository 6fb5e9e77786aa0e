package api_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// packedChart packs a small chart with other files, and entries that no chart has.
func (s *shop) packedChart(files map[string]string, entries ...tar.Header) []byte {
	s.Helper()
	all := map[string]string{
		"web/Chart.yaml":               "apiVersion: v2\nname: web\nversion: 1.0.0\n",
		"web/values.yaml":              "greeting: hello\n",
		"web/templates/configmap.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  greeting: {{ .Values.greeting }}\n",
	}
	maps.Copy(all, files)
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	t := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		entries = append(entries, tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(all[name]))})
	}
	for _, h := range entries {
		s.ok(t.WriteHeader(&h))
		_, err := io.CopyN(t, io.MultiReader(strings.NewReader(all[h.Name]), zeros{}), h.Size)
		s.ok(err)
	}
	s.ok(t.Close())
	s.ok(z.Close())
	return out.Bytes()
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func (s *shop) picture(side int) []byte {
	s.Helper()
	var out bytes.Buffer
	s.ok(png.Encode(&out, image.NewGray(image.Rect(0, 0, side, side))))
	return out.Bytes()
}

func TestHostileUploadsAreRefusedAndLeaveNothing(t *testing.T) {
	s := onSQLite(t)
	t.Setenv("TMPDIR", t.TempDir())
	c := s.people()
	good := s.packedChart(nil)
	for _, bad := range []struct {
		name  string
		form  *form
		field string
	}{
		{"nothing", s.form(), "body.package"},
		{"an empty file", s.form().file("package", "c.tgz", nil), "body.package"},
		{"no archive", s.form().file("package", "c.tgz", []byte("hello")), "body.package"},
		{"cut off", s.form().file("package", "c.tgz", good[:len(good)/2]), "body.package"},
		{"a path out of the chart", s.form().file("package", "c.tgz", s.packedChart(map[string]string{"web/../../../etc/passwd": "root"})), "body.package"},
		{"an absolute path", s.form().file("package", "c.tgz", s.packedChart(map[string]string{"/etc/passwd": "root"})), "body.package"},
		{"a symbolic link", s.form().file("package", "c.tgz", s.packedChart(nil, tar.Header{Typeflag: tar.TypeSymlink, Name: "web/README.md", Linkname: "/etc/passwd"})), "body.package"},
		{"a hard link", s.form().file("package", "c.tgz", s.packedChart(nil, tar.Header{Typeflag: tar.TypeLink, Name: "web/README.md", Linkname: "web/../../secret"})), "body.package"},
		{"a bomb", s.form().file("package", "c.tgz", s.packedChart(nil, tar.Header{Typeflag: tar.TypeReg, Name: "web/zeros", Mode: 0o644, Size: 1 << 29})), "body.package"},
		{"more than 2 MiB", s.form().file("package", "c.tgz", make([]byte, 2<<20+1)), "body.package"},
		{"a version that is none", s.form().file("package", "c.tgz", s.packedChart(map[string]string{"web/Chart.yaml": "apiVersion: v2\nname: web\nversion: v1\n"})), "Chart.yaml:3"},
		{"a template that is none", s.form().file("package", "c.tgz", s.packedChart(map[string]string{"web/templates/configmap.yaml": "a: {{ if }}\n"})), "templates/configmap.yaml:1"},
		{"two packages", s.form("image", "registry.example/redis/deployer:1").file("package", "c.tgz", good), "body.image"},
		{"two charts", s.form().file("package", "a.tgz", good).file("package", "b.tgz", good), "body.package"},
		{"a script as image", s.form("image", "javascript:alert(1)"), "body.image"},
		{"a path as image", s.form("image", "../../etc/passwd"), "body.image"},
		{"an SVG icon", s.form().file("package", "c.tgz", good).file("icon", "i.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)), "body.icon"},
		{"an SVG that is called PNG", s.form().file("package", "c.tgz", good).file("icon", "i.png", []byte(`<?xml version="1.0"?><svg onload="alert(1)"/>`)), "body.icon"},
		{"a picture of 97 pixels", s.form().file("package", "c.tgz", good).file("icon", "i.png", s.picture(97)), "body.icon"},
		{"a name of control characters", s.form("name", "re\x1bdis").file("package", "c.tgz", good), "body.name"},
		{"a name that goes on", s.form("name", strings.Repeat("n", 61)).file("package", "c.tgz", good), "body.name"},
		{"a category that is none", s.form("category", "ctg-none").file("package", "c.tgz", good), "body.category"},
		{"an update log that goes on", s.form("changes", strings.Repeat("n", 64<<10+1)).file("package", "c.tgz", good), "body.changes"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			o := c.isv.do("POST", "/workspaces/demo-workspace/apps", bad.form)
			var p problem
			o.ok(json.Unmarshal(o.body, &p))
			if o.status < 400 || o.status >= 500 || p.Code == "" {
				t.Errorf("%d %s", o.status, o.body)
			}
			o.at(p, bad.field)
		})
	}
	s.keptNothing(c)
}

// keptNothing wants no app, no content in the registry beside what is by digest and of no version, and no file of a form.
func (s *shop) keptNothing(c crew) {
	s.Helper()
	if all := gives[store.List[api.App]](c.isv.do("GET", "/apps", nil)); all.Total != 0 {
		s.Errorf("there are %d apps", all.Total)
	}
	for _, dir := range []string{os.Getenv("TMPDIR"), filepath.Join(s.data, "partial")} {
		s.ok(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && path != dir && !d.IsDir() {
				s.Errorf("%s was left", path)
			}
			return err
		}))
	}
}

func TestAGibibyteIsRefusedEarly(t *testing.T) {
	s := onSQLite(t)
	t.Setenv("TMPDIR", t.TempDir())
	c := s.people()
	const boundary = "b"
	head := "--b\r\nContent-Disposition: form-data; name=\"package\"; filename=\"c.tgz\"\r\nContent-Type: application/gzip\r\n\r\n"
	for _, declared := range []bool{true, false} {
		for path, kind := range map[string]string{"/workspaces/demo-workspace/apps": "multipart/form-data; boundary=" + boundary, "/categories": "application/json"} {
			counted := &counter{r: io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 1<<30))}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1"+path, counted)
			s.ok(err)
			if declared {
				r.ContentLength = 1<<30 + int64(len(head))
			}
			r.Header.Set("Content-Type", kind)
			r.Header.Set("Authorization", "Bearer "+c.reviewer.token)
			answer, err := http.DefaultClient.Do(r)
			s.ok(err)
			text, err := io.ReadAll(answer.Body)
			s.ok(err)
			s.ok(answer.Body.Close())
			o := &outcome{T: t, what: path, status: answer.StatusCode, header: answer.Header, body: text}
			o.at(o.refused(413, "too-large"), "body")
			if counted.n > 64<<20 {
				t.Errorf("%s: %d bytes were sent until it was refused", path, counted.n)
			}
		}
	}
	s.keptNothing(c)
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func TestBodiesThatAreNoneAreRefused(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	for _, bad := range []struct {
		name, method, path, kind, body, field string
		status                                int
	}{
		{"JSON in place of a form", "POST", "/workspaces/demo-workspace/apps", "application/json", `{"package": "x"}`, "body", 422},
		{"a form without boundary", "POST", "/workspaces/demo-workspace/apps", "multipart/form-data", "--b\r\n", "body", 422},
		{"a form that is cut off", "POST", "/workspaces/demo-workspace/apps", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"package\"; filename=\"c\"\r\n\r\nabc", "body", 422},
		{"no JSON", "POST", "/categories", "application/json", `{"name": `, "body", 400},
		{"nothing", "POST", "/categories", "application/json", ``, "", 400},
		{"a list in place of an object", "POST", "/categories", "application/json", `[]`, "body", 422},
		{"a field of another type", "POST", "/categories", "application/json", `{"name": 1, "icon": "database"}`, "body.name", 422},
		{"a field that is missing", "POST", "/categories", "application/json", `{"icon": "database"}`, "body.name", 422},
		{"a field that there is not", "POST", "/categories", "application/json", `{"name": "n", "icon": "database", "owner": "me"}`, "body.owner", 422},
		{"an icon that there is not", "POST", "/categories", "application/json", `{"name": "n", "icon": "<svg>"}`, "body.icon", 422},
		{"another type", "POST", "/categories", "text/plain", `name`, "body", 415},
		{"too many apps", "POST", "/categories/uncategorized/apps", "application/json", `{"apps": [` + strings.Repeat(`"app-x",`, 100) + `"app-x"]}`, "body.apps", 422},
	} {
		t.Run(bad.name, func(t *testing.T) {
			o := c.reviewer.do(bad.method, bad.path, strings.NewReader(bad.body), "Content-Type", bad.kind)
			var p problem
			o.ok(json.Unmarshal(o.body, &p))
			if o.status != bad.status || p.Code == "" || o.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%d %s", o.status, o.body)
			}
			if bad.field != "" {
				o.at(p, bad.field)
			}
			for _, inside := range []string{"json:", "Go ", "struct", "unmarshal", "multipart:"} {
				if strings.Contains(string(o.body), inside) {
					t.Errorf("the answer tells of the inside: %s", o.body)
				}
			}
		})
	}
}

func TestLinksOfScriptsAreRefused(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	chart := s.packedChart(map[string]string{"web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\nhome: javascript:alert(1)\nicon: javascript:alert(2)\nsources: ['javascript:alert(3)']\n"})
	o := c.isv.do("POST", "/workspaces/demo-workspace/apps", s.form().file("package", "c.tgz", chart))
	app := gives[api.App](o)
	if strings.Contains(string(o.body), "javascript:") {
		t.Errorf("the link was kept: %s", o.body)
	}
	for field, details := range map[string]domain.Details{
		"body.details.home":    {Name: "Web", Home: "javascript:alert(1)"},
		"body.details.sources": {Name: "Web", Sources: []string{"data:text/html,<script>"}},
	} {
		for _, list := range []*[]string{&details.Keywords, &details.Maintainers, &details.Sources} {
			if *list == nil {
				*list = []string{}
			}
		}
		o := c.isv.do("PATCH", "/apps/"+app.ID, fields{"revision": app.Revision, "details": details})
		o.at(o.refused(422, "link"), field)
	}
}

func TestPathsAndMethodsThatAreNoneAreRefused(t *testing.T) {
	s := onSQLite(t)
	s.nobody().send("GET", "/api/v1/nothing", nil).refused(404, "not-found")
	s.nobody().send("GET", "/api/v2/apps", nil).refused(404, "not-found")
	o := s.nobody().send("PUT", "/api/v1/categories", nil)
	o.refused(405, "method")
	if o.header.Get("Allow") != "GET, POST" {
		t.Errorf("allowed are %s", o.header.Get("Allow"))
	}
	if document := s.nobody().send("GET", "/openapi.json", nil); document.status != 200 || !strings.Contains(string(document.body), `"Problem"`) {
		t.Errorf("the document is %d", document.status)
	}
}
