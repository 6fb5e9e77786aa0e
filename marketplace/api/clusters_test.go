package api_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func TestAKubeconfigIsSealedAndNeverShown(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	r := admin.must("POST", "/clusters", body{"name": "east", "title": "East", "purpose": "both", "kubeconfig": kubeconfig("t0ken-canary")}, nil)
	all := r.text + admin.must("GET", "/clusters/east", nil, nil).text + admin.must("GET", "/clusters", nil, nil).text
	if strings.Contains(all, "canary") || !strings.Contains(all, "https://east.example:6443") || !strings.Contains(all, `"state":"unknown"`) {
		t.Errorf("shown as %s", all)
	}
	p.view(func(tx store.Tx) error {
		c, err := tx.GetCluster("east")
		if err != nil {
			return err
		}
		if strings.Contains(string(c.Kubeconfig), "canary") {
			t.Error("the kubeconfig is kept as it is")
		}
		text, err := p.sealer.Open(c.Kubeconfig, auth.AboutCluster("east"))
		if err == nil && !strings.Contains(string(text), "t0ken-canary") {
			t.Errorf("opened as %s", text)
		}
		return err
	})
	if !p.waits(store.WorkCheckCluster, "east") {
		t.Error("nothing asks the cluster how it is")
	}
}

func TestAClusterIsChangedCheckedAndRemoved(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	admin.must("POST", "/clusters", body{"name": "east", "title": "East", "purpose": "both", "kubeconfig": kubeconfig("one")}, nil)
	var c domain.Cluster
	admin.must("PATCH", "/clusters/east", body{"revision": 1, "title": "Far east", "purpose": "projects"}, &c)
	if c.Title != "Far east" || c.Purpose != domain.ForProjects || c.Revision != 2 {
		t.Errorf("%+v", c)
	}
	p.put(func(tx store.Tx) error {
		kept, err := tx.GetCluster("east")
		if err != nil {
			return err
		}
		kept.State, kept.Message = domain.ClusterUnreachable, "no route"
		return tx.UpdateCluster(kept)
	})
	admin.must("POST", "/clusters/east/check", nil, &c)
	if c.State != domain.ClusterUnknown || c.Message != "" {
		t.Errorf("%+v", c)
	}
	admin.must("PATCH", "/clusters/east", body{"revision": c.Revision, "kubeconfig": strings.ReplaceAll(kubeconfig("two"), "east.example", "west.example")}, &c)
	if c.Server != "https://west.example:6443" {
		t.Errorf("%+v", c)
	}
	admin.must("DELETE", "/clusters/east", nil, nil)
	admin.refused("GET", "/clusters/east", nil, 404, "not-found")
	if diff := cmp.Diff([]string{"cluster.register", "cluster.edit", "cluster.edit", "cluster.delete"}, p.actions("cluster/east")); diff != "" {
		t.Error(diff)
	}
}

func TestClustersAreRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	cluster := func(name, purpose, config string) body {
		return body{"name": name, "title": "Title", "purpose": purpose, "kubeconfig": config}
	}
	exec := strings.Replace(kubeconfig("t"), "token: t", "exec: {command: /bin/sh, apiVersion: client.authentication.k8s.io/v1}", 1)
	file := strings.Replace(kubeconfig("t"), "token: t", "tokenFile: /etc/shadow", 1)
	for _, c := range []struct {
		method, path string
		body         body
		status       int
		code         string
	}{
		{"POST", "/clusters", cluster("east", "both", kubeconfig("t")), 409, "taken"},
		{"POST", "/clusters", cluster("East", "both", kubeconfig("t")), 422, "name"},
		{"POST", "/clusters", cluster("new", "fun", kubeconfig("t")), 422, "invalid"},
		{"POST", "/clusters", cluster("new", "both", exec), 422, "kubeconfig"},
		{"POST", "/clusters", cluster("new", "both", file), 422, "kubeconfig"},
		{"POST", "/clusters", cluster("new", "both", ""), 422, "kubeconfig"},
		{"PATCH", "/clusters/east", body{"revision": 9}, 409, "stale"},
		{"PATCH", "/clusters/east", body{"revision": 1, "title": ""}, 422, "required"},
		{"PATCH", "/clusters/east", body{"revision": 1, "kubeconfig": exec}, 422, "kubeconfig"},
		{"PATCH", "/clusters/east", body{"revision": 1, "purpose": "verification"}, 409, "in-use"},
		{"PATCH", "/clusters/none", body{"revision": 1}, 404, "not-found"},
		{"POST", "/clusters/none/check", nil, 404, "not-found"},
		{"DELETE", "/clusters/east", nil, 409, "in-use"},
		{"DELETE", "/clusters/none", nil, 404, "not-found"},
	} {
		if c.body == nil {
			admin.refused(c.method, c.path, nil, c.status, c.code)
			continue
		}
		admin.refused(c.method, c.path, c.body, c.status, c.code)
	}
	r := isv.must("GET", "/clusters", nil, nil)
	if !strings.Contains(r.text, `"title":"East"`) || strings.Contains(r.text, "example") {
		t.Errorf("who may not manage clusters sees %s", r.text)
	}
	isv.refused("GET", "/clusters/east", nil, 403, "forbidden")
}
