package marketplace

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// The canaries: what somebody tells the store and nobody may read again.
const (
	canaryValue    = "canary-value-9f31c07e"
	canaryPassword = "canary-password-4b7d22"
)

// TestSecretsAreNowhereToBeRead has an app installed, changed and removed with secrets, and looks for them wherever the
// store writes.
func TestSecretsAreNowhereToBeRead(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	data, metrics := t.TempDir(), freeAddress(t)
	server := newChild(t, data, "--metrics-address", metrics, "--log-format", "json")
	server.start(t)
	admin := server.administrator(t, data)
	p := &place{url: server.url, admin: admin, project: domain.NewID("canary"), cluster: connect(t, text)}
	if _, err := demo.Seed(t.Context(), admin.Client, demo.Cluster{Name: "tests", Kubeconfig: text, Project: p.project}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.cluster.RemoveProject(context.WithoutCancel(t.Context()), p.project, demo.Workspace); err != nil {
			t.Error(err)
		}
	})
	look := search{canaryValue, base64.StdEncoding.EncodeToString([]byte(canaryValue)), canaryPassword, clusterKey(t, text)}

	admin.do(http.MethodPost, "/users", map[string]any{"name": "carla", "title": "Carla", "role": domain.PlatformRegular, "password": canaryPassword}, nil)
	if err := client.New(p.url).SignIn(t.Context(), "carla", canaryPassword); err != nil {
		t.Fatal(err)
	}
	version := admin.uploadApp(tinyChart(t))
	var form api.VersionForm
	admin.do(http.MethodGet, "/versions/"+version.ID+"/form", nil, &form)
	if len(form.Secret) != 1 {
		t.Fatalf("the secret parameters are %q, not one", form.Secret)
	}
	id := admin.install(p.project, "tiny", version, map[string]any{form.Secret[0]: canaryValue})
	i := admin.mustRun(id)
	admin.do(http.MethodPost, "/instances/"+id+"/changes",
		map[string]any{"revision": i.Revision, "version": version.ID, "values": map[string]any{"greeting": "good day", form.Secret[0]: domain.Kept}}, nil)
	admin.mustRun(id)
	if got := p.secret(t, "tiny-login", "password"); got != canaryValue {
		t.Errorf("the app got %q in place of its secret", got)
	}

	for _, path := range []string{"/instances/" + id, "/instances/" + id + "/changes", "/instances/" + id + "/changes/1", "/instances/" + id + "/changes/2",
		"/instances/" + id + "/live", "/instances/" + id + "/merge?version=" + version.ID, "/clusters", "/clusters/tests", "/users/carla", "/audit"} {
		var answer []byte
		admin.do(http.MethodGet, path, nil, &answer)
		look.in(t, "the answer to "+path, answer)
	}
	for what, err := range refusals(t, p, string(text)) {
		if err == nil {
			t.Errorf("%s is granted", what)
			continue
		}
		look.in(t, "the refusal of "+what, []byte(err.Error()))
	}
	look.in(t, "/metrics", get(t, "http://"+metrics+"/metrics"))
	standing := p.everything(t)
	look.in(t, "what stands on the cluster beside Secrets", standing)
	if !bytes.Contains(standing, []byte("good day")) {
		t.Error("what stands on the cluster was not looked at: the app's own words are not in it")
	}
	look.in(t, "the arguments of the server", arguments(t, server))
	admin.do(http.MethodDelete, fmt.Sprintf("/instances/%s?revision=%d", id, admin.mustRun(id).Revision), nil, nil)
	admin.mustGo(id)
	server.kill()
	look.in(t, "the log", []byte(server.words()))
	if !strings.Contains(server.words(), `"user":"carla"`) && !strings.Contains(server.words(), id) {
		t.Error("the log was not looked at: it does not tell who asked for what")
	}
	look.below(t, data)
}

// refusals are the answers to requests that are wrong, with secrets in them.
func refusals(t *testing.T, p *place, kubeconfig string) map[string]error {
	t.Helper()
	ctx, u := t.Context(), p.admin
	return map[string]error{
		"a wrong password":    client.New(p.url).SignIn(ctx, "carla", canaryPassword+"-not"),
		"a user without name": u.Do(ctx, http.MethodPost, "/users", map[string]any{"name": "", "title": "", "role": "none", "password": canaryPassword}, nil),
		"a kubeconfig that runs programs": u.Do(ctx, http.MethodPost, "/clusters", map[string]any{"name": "other", "title": "Other", "purpose": "both",
			"kubeconfig": strings.Replace(kubeconfig, "client-certificate-data", "exec", 1)}, nil),
		"a field too many": u.Do(ctx, http.MethodPost, "/users", map[string]any{"name": "x", "title": "x", "role": "x", "password": 1, "secret": canaryPassword}, nil),
	}
}

// search are texts that must not be found.
type search []string

func (s search) in(t *testing.T, where string, text []byte) {
	t.Helper()
	for _, secret := range s {
		if at := bytes.Index(text, []byte(secret)); at >= 0 {
			t.Errorf("%s holds a secret: …%q…", where, text[max(0, at-60):min(len(text), at+60)])
		}
	}
}

// below looks into all files of a folder.
func (s search) below(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files++
		s.in(t, path, text)
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files looked into: %v", files, err)
	}
}

// clusterKey is a piece of the key by which the store gets into the cluster.
func clusterKey(t *testing.T, kubeconfig []byte) string {
	t.Helper()
	var file struct {
		Users []struct {
			User struct {
				Key string `json:"client-key-data"`
			} `json:"user"`
		} `json:"users"`
	}
	if err := yaml.Unmarshal(kubeconfig, &file); err != nil || len(file.Users) != 1 || len(file.Users[0].User.Key) < 200 {
		t.Fatalf("the kubeconfig has no key: %v", err)
	}
	return file.Users[0].User.Key[100:140]
}

// secret is what a Secret of the project has.
func (p *place) secret(t *testing.T, name, key string) string {
	t.Helper()
	s, err := p.cluster.Platform.Typed.CoreV1().Secrets(p.project).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return string(s.Data[key])
}

// everything is what somebody who may not read Secrets sees in the project: Jobs, Pods with their logs, Events, Applications.
func (p *place) everything(t *testing.T) []byte {
	t.Helper()
	c, all := p.cluster.Platform.Typed, []any{}
	add := func(list any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list)
	}
	ctx, o := t.Context(), metav1.ListOptions{}
	jobs, err := c.BatchV1().Jobs(p.project).List(ctx, o)
	add(jobs, err)
	events, err := c.CoreV1().Events(p.project).List(ctx, o)
	add(events, err)
	maps, err := c.CoreV1().ConfigMaps(p.project).List(ctx, o)
	add(maps, err)
	pods, err := c.CoreV1().Pods(p.project).List(ctx, o)
	add(pods, err)
	for _, pod := range pods.Items {
		log, err := c.CoreV1().Pods(p.project).GetLogs(pod.Name, &corev1.PodLogOptions{}).DoRaw(ctx)
		add(string(log), err)
	}
	text, err := json.Marshal(all)
	add(nil, err)
	return text
}

func get(t *testing.T, url string) []byte {
	t.Helper()
	answer, err := http.Get(url) //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", url, answer.StatusCode, err)
	}
	return text
}

// arguments are those of the server, and its environment.
func arguments(t *testing.T, c *child) []byte {
	t.Helper()
	var all []byte
	for _, file := range []string{"cmdline", "environ"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", c.process.Process.Pid, file))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	return all
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
