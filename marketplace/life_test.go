package marketplace

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// place is a store with a cluster, a workspace and a project.
type place struct {
	url     string
	admin   user
	project string
	cluster *clusters.Cluster
}

// settle makes one. The project goes with the test.
func settle(t *testing.T, c Config, text []byte) *place {
	t.Helper()
	started, admin := start(t, c)
	p := &place{url: started.URL, admin: user{admin, t}, project: domain.NewID("life")}
	p.cluster = connect(t, text)
	if _, err := demo.Seed(t.Context(), admin, demo.Cluster{Name: "tests", Kubeconfig: text, Project: p.project}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.cluster.RemoveProject(context.WithoutCancel(t.Context()), p.project, demo.Workspace); err != nil {
			t.Error(err)
		}
	})
	return p
}

func connect(t *testing.T, text []byte) *clusters.Cluster {
	t.Helper()
	k, err := clusters.CheckKubeconfig(text)
	if err != nil {
		t.Fatal(err)
	}
	c, err := clusters.Connect(k)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// jobs are the deployers' Jobs in the project.
func (p *place) jobs(t *testing.T) []string {
	t.Helper()
	list, err := p.cluster.Platform.Typed.BatchV1().Jobs(p.project).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, j := range list.Items {
		names = append(names, j.Name)
	}
	slices.Sort(names)
	return names
}

// TestTheLifeOfAnApp goes through the eight steps of an app's life by HTTP, on a real cluster.
func TestTheLifeOfAnApp(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	p := settle(t, config(t), text)
	admin := p.admin

	admin.do(http.MethodPost, "/roles", map[string]any{"name": "app-review", "title": "app-review", "permissions": []string{"app-templates.manage", "app-templates.view"}}, nil)
	isv := admin.add(p.url, "isv", domain.PlatformRegular, domain.WorkspaceAdmin)
	reviewer := admin.add(p.url, "app-reviewer", "app-review", domain.WorkspaceAdmin)
	regular := admin.add(p.url, "regular", domain.PlatformRegular, domain.WorkspaceViewer)
	admin.do(http.MethodPut, "/projects/"+p.project+"/members/regular", map[string]any{"role": "operator"}, nil)

	first := isv.uploadApp(charts(t)[0])
	tested := isv.install(p.project, "tested", first, map[string]any{})
	isv.mustRun(tested)

	isv.release(reviewer, first)
	var shown store.List[api.StoreApp]
	user{client.New(p.url), t}.do(http.MethodGet, "/store/apps", nil, &shown)
	if shown.Total != 1 {
		t.Errorf("the store shows %d apps, not the one that was released", shown.Total)
	}
	var category domain.Category
	reviewer.do(http.MethodPost, "/categories", map[string]any{"name": "Database", "icon": "database"}, &category)
	reviewer.do(http.MethodPost, "/categories/"+category.ID+"/apps", map[string]any{"apps": []string{first.App}}, nil)

	cache := regular.install(p.project, "cache", first, map[string]any{"maxmemory": "64mb"})
	before := regular.mustRun(cache)
	second := isv.uploadVersion(first.App, charts(t)[1])
	isv.release(reviewer, second)

	var merged api.MergePreview
	regular.do(http.MethodGet, "/instances/"+cache+"/merge?version="+second.ID, nil, &merged)
	if merged.Values["maxmemory"] != "64mb" {
		t.Errorf("the upgrade starts from %v: what the user set is not in it", merged.Values)
	}
	regular.do(http.MethodPost, "/instances/"+cache+"/changes", map[string]any{"revision": before.Revision, "version": second.ID, "values": merged.Values}, nil)
	upgraded := regular.mustRun(cache)
	if upgraded.Number != "12.0.0" || upgraded.Good != 2 {
		t.Errorf("after the upgrade it is %+v", upgraded)
	}
	if got, want := p.jobs(t), []string{"cache-deployer-r1", "cache-deployer-r2", "tested-deployer-r1"}; !slices.Equal(got, want) {
		t.Errorf("deployers: %v, not one for each revision: %v", got, want)
	}
	var live api.Live
	regular.do(http.MethodGet, "/instances/"+cache+"/live", nil, &live)
	if live.State != "running" || live.Objects == nil || len(live.Objects.Objects) == 0 {
		t.Errorf("live it is %+v", live)
	}

	var app domain.App
	reviewer.do(http.MethodGet, "/apps/"+first.App, nil, &app)
	reviewer.do(http.MethodPost, "/apps/"+first.App+"/suspend", map[string]any{"revision": app.Revision}, &app)
	if err := client.New(p.url).Do(t.Context(), http.MethodGet, "/store/apps/"+first.App, nil, nil); refusedWith(err, http.StatusNotFound, "not-found") != nil {
		t.Errorf("the store answers for an app that is suspended: %v", err)
	}
	if still := regular.mustRun(cache); still.Good != 2 {
		t.Errorf("suspended, the instance is %+v", still)
	}
	reviewer.do(http.MethodPost, "/apps/"+first.App+"/activate", map[string]any{"revision": app.Revision}, nil)

	var removal api.Removal
	regular.do(http.MethodGet, "/instances/"+cache+"/removal", nil, &removal)
	if !slices.ContainsFunc(removal.Stays, func(o engine.RemovedObject) bool { return o.Kind == "PersistentVolumeClaim" }) {
		t.Errorf("what stays of it is not told: %+v", removal.Stays)
	}
	current := regular.mustRun(cache)
	regular.do(http.MethodDelete, fmt.Sprintf("/instances/%s?revision=%d", cache, current.Revision), nil, nil)
	regular.mustGo(cache)
	if got := p.jobs(t); !slices.Equal(got, []string{"tested-deployer-r1"}) {
		t.Errorf("deployers that are left: %v", got)
	}
}

// uploadApp uploads a chart as a new app, and gives its version.
func (u user) uploadApp(c demo.Chart) *api.Version {
	u.t.Helper()
	var app api.App
	if err := u.Upload(u.t.Context(), "/workspaces/"+demo.Workspace+"/apps", "package", c.File, c.Data, nil, &app); err != nil {
		u.t.Fatal(err)
	}
	return u.firstVersion(app.ID)
}

func (u user) firstVersion(app string) *api.Version {
	u.t.Helper()
	var versions store.List[*api.Version]
	u.do(http.MethodGet, "/apps/"+app+"/versions", nil, &versions)
	return versions.Items[0]
}

func (u user) uploadVersion(app string, c demo.Chart) *api.Version {
	u.t.Helper()
	v := &api.Version{}
	if err := u.Upload(u.t.Context(), "/apps/"+app+"/versions", "package", c.File, c.Data, nil, v); err != nil {
		u.t.Fatal(err)
	}
	return v
}

// install installs a version, and gives the instance's id.
func (u user) install(project, name string, v *api.Version, values map[string]any) string {
	u.t.Helper()
	var i domain.Instance
	u.do(http.MethodPost, "/projects/"+project+"/instances", map[string]any{"name": name, "version": v.ID, "values": values}, &i)
	return i.ID
}

// act acts on a version as it is now.
func (u user) act(v *api.Version, action string) {
	u.t.Helper()
	u.do(http.MethodGet, "/versions/"+v.ID, nil, v)
	u.do(http.MethodPost, "/versions/"+v.ID+"/actions/"+action, map[string]any{"revision": v.Revision}, v)
}

// release brings a version into the store: it is submitted, verified, passed by the reviewer and released.
func (u user) release(reviewer user, v *api.Version) {
	u.t.Helper()
	u.act(v, "submit")
	var run api.Verification
	reviewer.until("verification/"+v.Verification, func() (bool, error) {
		err := reviewer.Do(u.t.Context(), http.MethodGet, "/verifications/"+v.Verification, nil, &run)
		return run.Over(), err
	})
	if run.State != domain.VerificationPassed {
		u.t.Fatalf("the verification of %s is %s: %s\n%s", v.Number, run.State, run.Message, run.Report)
	}
	if !strings.Contains(string(run.Report), `"remove"`) {
		u.t.Errorf("the report has not all steps: %s", run.Report)
	}
	reviewer.act(v, "review")
	reviewer.act(v, "pass")
	u.act(v, "release")
}
