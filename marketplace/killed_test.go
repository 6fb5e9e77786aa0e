package marketplace

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

const (
	kills    = 50
	inFlight = 3 // instances that are changed at the same time
)

// TestKilledAtAnyMomentEachInstanceEndsOnceInATrueState kills the server again and again while it installs and changes
// instances, and people ask it to.
func TestKilledAtAnyMomentEachInstanceEndsOnceInATrueState(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	data := t.TempDir()
	server := newChild(t, data, "--lease", "400ms")
	server.start(t)
	admin := server.administrator(t, data)
	p := &place{url: server.url, admin: admin, project: domain.NewID("killed"), cluster: connect(t, text)}
	if _, err := demo.Seed(t.Context(), admin.Client, demo.Cluster{Name: "tests", Kubeconfig: text, Project: p.project}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.cluster.RemoveProject(context.WithoutCancel(t.Context()), p.project, demo.Workspace); err != nil {
			t.Error(err)
		}
	})
	version := admin.uploadApp(tinyChart(t))
	jobs := countJobs(t, p)

	asking, enough := context.WithCancel(t.Context())
	var asked [inFlight]changing
	people, ctx := errgroup.WithContext(t.Context())
	for n := range asked {
		asked[n] = changing{user: admin, server: server, project: p.project, version: version.ID, name: fmt.Sprintf("tiny-%d", n)}
		people.Go(func() error { return asked[n].ask(ctx, asking) })
	}
	for range kills {
		moment := time.NewTimer(rand.N(2 * time.Second))
		<-moment.C
		server.kill()
		server.start(t)
	}
	enough()
	if err := people.Wait(); err != nil {
		t.Fatal(err)
	}
	for n := range asked {
		asked[n].judge(t, p, jobs())
	}
}

// changing is an instance that is installed, and changed as soon as it has settled.
type changing struct {
	user
	server                     *child
	project, version, name, id string
	revisions                  int
	greeting                   string
}

// ask installs the instance and changes it until nobody asks any more. Requests that a kill has cut off are sent again
// with the same key.
func (c *changing) ask(ctx, asking context.Context) error {
	for asking.Err() == nil {
		path, body, err := c.next(ctx)
		if err != nil {
			return err
		}
		var i domain.Instance
		key := fmt.Sprintf("%s-%d", c.name, c.revisions+1)
		if err := c.again(ctx, func() error { return c.DoOnce(ctx, key, http.MethodPost, path, body, &i) }); err != nil {
			return err
		}
		c.id = i.ID
		c.revisions++
		if err := c.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// next is the next request.
func (c *changing) next(ctx context.Context) (path string, body map[string]any, err error) {
	c.greeting = fmt.Sprintf("greeting %d", c.revisions+1)
	values := map[string]any{"greeting": c.greeting}
	if c.id == "" {
		return "/projects/" + c.project + "/instances", map[string]any{"name": c.name, "version": c.version, "values": values}, nil
	}
	var i domain.Instance
	err = c.again(ctx, func() error { return c.Do(ctx, http.MethodGet, "/instances/"+c.id, nil, &i) })
	return "/instances/" + c.id + "/changes", map[string]any{"revision": i.Revision, "version": c.version, "values": values}, err
}

// settle waits until the instance runs; that it failed is an error.
func (c *changing) settle(ctx context.Context) error {
	return c.again(ctx, func() error {
		return c.Until(ctx, func() (bool, error) {
			var i domain.Instance
			err := c.Do(ctx, http.MethodGet, "/instances/"+c.id, nil, &i)
			if err == nil && i.State == domain.Failed {
				err = &client.Problem{Detail: fmt.Sprintf("%s failed: %s", i.Name, i.Reason)}
			}
			return i.State == domain.Running, err
		}, "instance/"+c.id)
	})
}

// again repeats what was cut off by a kill, once the server answers again.
func (c *changing) again(ctx context.Context, do func() error) error {
	for {
		c.server.await(ctx)
		err := do()
		var said *client.Problem
		if err == nil || ctx.Err() != nil || errors.As(err, &said) {
			return err
		}
	}
}

// judge holds the instance to what was asked: as many revisions, each of which ended well, by one Job, and on the cluster
// what the last one says.
func (c *changing) judge(t *testing.T, p *place, jobs map[string]int) {
	t.Helper()
	var i domain.Instance
	c.do(http.MethodGet, "/instances/"+c.id, nil, &i)
	if i.State != domain.Running || i.Current != c.revisions || i.Good != c.revisions {
		t.Errorf("%s: asked for %d revisions, it is %s at %d, good %d", c.name, c.revisions, i.State, i.Current, i.Good)
	}
	var changes []api.Change
	c.do(http.MethodGet, "/instances/"+c.id+"/changes", nil, &changes)
	for _, r := range changes {
		if r.State != domain.ChangeSucceeded || r.Ended == nil {
			t.Errorf("%s: revision %d is %s: %s", c.name, r.N, r.State, r.Reason)
		}
		if n := jobs[fmt.Sprintf("%s-deployer-r%d", c.name, r.N)]; n != 1 {
			t.Errorf("%s: revision %d had %d Jobs, not one", c.name, r.N, n)
		}
	}
	m, err := p.cluster.Platform.Typed.CoreV1().ConfigMaps(p.project).Get(t.Context(), c.name+"-greeting", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if m.Data["greeting"] != c.greeting {
		t.Errorf("%s: on the cluster it says %q, not %q", c.name, m.Data["greeting"], c.greeting)
	}
	t.Logf("%s: %d revisions", c.name, c.revisions)
}

// countJobs counts, from now on, how many Jobs of each name were made in the project.
func countJobs(t *testing.T, p *place) (made func() map[string]int) {
	t.Helper()
	seen, err := p.cluster.Platform.Typed.BatchV1().Jobs(p.project).Watch(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(seen.Stop)
	var mutex sync.Mutex
	uids := map[string]map[types.UID]bool{}
	go func() {
		for e := range seen.ResultChan() {
			job, ok := e.Object.(metav1.Object)
			if !ok || e.Type == watch.Deleted {
				continue
			}
			mutex.Lock()
			if uids[job.GetName()] == nil {
				uids[job.GetName()] = map[types.UID]bool{}
			}
			uids[job.GetName()][job.GetUID()] = true
			mutex.Unlock()
		}
	}()
	return func() map[string]int {
		mutex.Lock()
		defer mutex.Unlock()
		counts := map[string]int{}
		for name, all := range uids {
			counts[name] = len(all)
		}
		return counts
	}
}
