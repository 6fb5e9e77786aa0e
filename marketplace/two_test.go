package marketplace

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// installs are how many the two servers do at the same time, each as many as the other.
const installs = 6

// TestTwoServersOnOneDatabase has two servers share a PostgreSQL and a folder: what is done through one is seen through
// the other, each piece of work is done once, and what one did not end when it was killed the other ends.
func TestTwoServersOnOneDatabase(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	url, data := storetest.Postgres(t), t.TempDir()
	var servers [2]*child
	for n := range servers {
		servers[n] = newChild(t, data, "--lease", "5s", "--at-once", fmt.Sprint(installs/2), "--log-format", "json")
		servers[n].env = []string{"CHANDLER_DATABASE=" + url}
		servers[n].launch(t) // both on an empty database, and an empty folder
	}
	for _, s := range servers {
		s.ready(t)
	}
	a, b := servers[0].administrator(t, data), servers[1].administrator(t, data)
	p := &place{url: servers[0].url, admin: a, project: domain.NewID("two"), cluster: connect(t, text)}
	if _, err := demo.Seed(t.Context(), a.Client, demo.Cluster{Name: "tests", Kubeconfig: text, Project: p.project}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.cluster.RemoveProject(context.WithoutCancel(t.Context()), p.project, demo.Workspace); err != nil {
			t.Error(err)
		}
	})
	told := firstInstance(t, b, p.project)
	first := a.install(p.project, "first", a.uploadApp(tinyChart(t)), map[string]any{})
	told()
	b.mustRun(first)

	versions := uploadAtOnce(t, testChart(t, "gated"), a, b)
	jobs, gated := countJobs(t, p), p.pods(t)
	names := installAtOnce(t, p.project, versions, a, b)
	gated(installs) // each server has its hands full, and none of it ends
	servers[0].kill()
	held, _ := changes(t, servers[0])
	if len(held) == 0 {
		t.Fatal("the server that was killed held nothing")
	}
	gone := slices.Min(slices.Collect(maps.Keys(held)))
	b.remove(gone)
	rest := maps.Clone(names)
	delete(rest, gone)
	for _, name := range rest {
		p.succeed(t, name+"-gated")
	}
	for id := range rest {
		b.mustRun(id)
	}
	b.mustGo(gone)
	for name, n := range jobs() {
		if n != 1 {
			t.Errorf("there were %d Jobs %s, not one", n, name)
		}
	}

	servers[0].start(t)
	last := slices.Max(slices.Collect(maps.Keys(rest)))
	a.mustRun(last)
	a.remove(last)
	b.mustGo(last)
	servers[1].kill()
	_, done := changes(t, servers[1])
	for id, name := range rest {
		if done[id] != 1 {
			t.Errorf("the server that stayed has done %s %d times, not once", name, done[id])
		}
	}
}

// firstInstance has the user follow a project that has no instances; told waits until the store tells of the first.
func firstInstance(t *testing.T, u user, project string) (told func()) {
	t.Helper()
	following, ended := make(chan struct{}), make(chan error, 1)
	asked := 0
	go func() {
		ended <- u.Until(t.Context(), func() (bool, error) {
			if asked++; asked == 2 { // the stream of events stands
				close(following)
			}
			var all store.List[api.Instance]
			err := u.Do(t.Context(), http.MethodGet, "/instances?project="+project, nil, &all)
			return all.Total == 1, err
		}, "project/"+project)
	}()
	wait := func(done <-chan struct{}) {
		t.Helper()
		select {
		case err := <-ended:
			if err != nil || done != nil {
				t.Fatal(err)
			}
		case <-done:
		}
	}
	wait(following)
	return func() { t.Helper(); wait(nil) }
}

// uploadAtOnce uploads a chart as an app by each user at the same time, and gives the versions: what one server has kept
// the others give.
func uploadAtOnce(t *testing.T, chart demo.Chart, users ...user) []*api.Version {
	t.Helper()
	apps := make([]api.App, len(users))
	var all errgroup.Group
	for n, u := range users {
		all.Go(func() error {
			fields := map[string]string{"name": fmt.Sprintf("Gated %d", n)}
			return u.Upload(t.Context(), "/workspaces/"+demo.Workspace+"/apps", "package", chart.File, chart.Data, fields, &apps[n])
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	var versions []*api.Version
	for n, a := range apps {
		other := users[(n+1)%len(users)]
		v := other.firstVersion(a.ID)
		var kept []byte
		if other.do(http.MethodGet, "/versions/"+v.ID+"/package", nil, &kept); !bytes.Equal(kept, chart.Data) {
			t.Errorf("another server gives %d bytes of the chart in place of %d", len(kept), len(chart.Data))
		}
		versions = append(versions, v)
	}
	return versions
}

// installAtOnce has the users install the versions at the same time, and gives the instances' names by their ids.
func installAtOnce(t *testing.T, project string, versions []*api.Version, users ...user) map[string]string {
	t.Helper()
	made := make([]domain.Instance, installs)
	var all errgroup.Group
	for n := range made {
		all.Go(func() error {
			body := map[string]any{"name": fmt.Sprintf("gated-%d", n), "version": versions[n%len(versions)].ID, "values": map[string]any{}}
			return users[n%len(users)].Do(t.Context(), http.MethodPost, "/projects/"+project+"/instances", body, &made[n])
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, i := range made {
		names[i.ID] = i.Name
	}
	return names
}

// remove deletes an instance as it is now.
func (u user) remove(id string) {
	u.t.Helper()
	var i domain.Instance
	u.do(http.MethodGet, "/instances/"+id, nil, &i)
	u.do(http.MethodDelete, fmt.Sprintf("/instances/%s?revision=%d", id, i.Revision), nil, nil)
}

// gatedPods selects the Pods of the chart gated.
const gatedPods = "app.kubernetes.io/component=gated"

// pods waits, when it is asked to, until the project has so many gated Pods.
func (p *place) pods(t *testing.T) (wait func(n int)) {
	t.Helper()
	seen, err := p.cluster.Platform.Typed.CoreV1().Pods(p.project).Watch(t.Context(), metav1.ListOptions{LabelSelector: gatedPods})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(seen.Stop)
	return func(n int) {
		t.Helper()
		for e := range seen.ResultChan() {
			if e.Type == watch.Added {
				n--
			}
			if n == 0 {
				return
			}
		}
		t.Fatalf("%d Pods are missing", n)
	}
}

// succeed has a Pod that no node took end well.
func (p *place) succeed(t *testing.T, name string) {
	t.Helper()
	over := []byte(`{"status": {"phase": "Succeeded"}}`)
	if _, err := p.cluster.Platform.Typed.CoreV1().Pods(p.project).Patch(t.Context(), name, types.MergePatchType, over, metav1.PatchOptions{}, "status"); err != nil {
		t.Fatal(err)
	}
}

// changes gives, by instance, the changes that a server held when it was killed, and how often it brought one to its end,
// as it logged them.
func changes(t *testing.T, c *child) (held map[string]bool, done map[string]int) {
	t.Helper()
	held, done = map[string]bool{}, map[string]int{}
	for line := range strings.Lines(c.words()) {
		var said struct{ Msg, Work, Subject, Outcome string }
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		switch {
		case said.Work != string(store.WorkChange):
		case said.Msg == "work begun":
			held[said.Subject] = true
		case said.Msg == "work ended":
			delete(held, said.Subject)
			if said.Outcome == "done" {
				done[said.Subject]++
			}
		}
	}
	return held, done
}
