package api_test

import (
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// waits tells whether work of a kind waits for a subject.
func (p *platform) waits(kind store.WorkKind, subject string) bool {
	p.t.Helper()
	w, err := p.server.Store.Claim(p.t.Context(), "test", time.Minute, kind)
	if err != nil {
		p.t.Fatal(err)
	}
	return w != nil && w.Subject == subject
}

func (p *platform) setProject(name, state string) {
	p.t.Helper()
	p.put(func(tx store.Tx) error {
		project, err := tx.GetProject(name)
		if err != nil {
			return err
		}
		project.State = state
		return tx.UpdateProject(project)
	})
}

func TestAProjectIsPreparedAndRemovedByItsCluster(t *testing.T) {
	p := newPlatform(t)
	isv := p.demo(p.admin())
	var project domain.Project
	isv.must("GET", "/projects/demo-project", nil, &project)
	if project.State != domain.ProjectPreparing || project.Cluster != "east" || project.Workspace != "demo-workspace" {
		t.Errorf("%+v", project)
	}
	if !p.waits(store.WorkPrepareProject, "demo-project") {
		t.Error("nothing prepares it")
	}
	p.setProject("demo-project", domain.ProjectReady)
	isv.must("DELETE", "/projects/demo-project", nil, nil)
	isv.must("GET", "/projects/demo-project", nil, &project)
	if project.State != domain.ProjectDeleting || !p.waits(store.WorkRemoveProject, "demo-project") {
		t.Errorf("%+v, and nothing removes it", project)
	}
	if diff := cmp.Diff([]string{"project.create", "project.delete"}, p.actions("project/demo-project")); diff != "" {
		t.Error(diff)
	}
}

func TestProjectsAreRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	other := admin.add("other", domain.PlatformRegular)
	admin.must("POST", "/clusters", body{"name": "proof", "title": "Proof", "purpose": "verification", "kubeconfig": kubeconfig("t")}, nil)
	const projects = "/workspaces/demo-workspace/projects"
	project := func(name, cluster string) body { return body{"name": name, "title": "Title", "cluster": cluster} }
	isv.refused("POST", projects, project("demo-project", "east"), 409, "taken")
	isv.refused("POST", projects, project("Demo", "east"), 422, "name")
	isv.refused("POST", projects, project("kube-system", "east"), 422, "reserved")
	isv.refused("POST", projects, project("default", "east"), 422, "reserved")
	isv.refused("POST", projects, project("new", "west"), 422, "cluster")
	isv.refused("POST", projects, project("new", "proof"), 422, "cluster-purpose")
	isv.refused("POST", projects, body{"name": "new", "title": "", "cluster": "east"}, 422, "required")
	other.refused("POST", projects, project("new", "east"), 404, "not-found")
	isv.must("PUT", "/workspaces/demo-workspace/members/other", body{"role": "workspace-regular"}, nil)
	other.refused("POST", projects, project("new", "east"), 403, "forbidden")
	other.refused("DELETE", "/projects/demo-project", nil, 403, "forbidden")
	isv.refused("DELETE", "/projects/none", nil, 404, "not-found")
	p.app("redis", domain.Active)
	p.put(func(tx store.Tx) error {
		return tx.InsertInstance(&domain.Instance{ID: "ins-1", Name: "cache", App: "redis", Version: "redis-active", Workspace: "demo-workspace", Project: "demo-project",
			Cluster: "east", State: domain.Running, Created: p.now, Updated: p.now})
	})
	isv.refused("DELETE", "/projects/demo-project", nil, 409, "in-use")
}

func TestWhatIsThereAndWhatIsNotLookTheSameToAStranger(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	p.demo(admin)
	other := admin.add("other", domain.PlatformRegular)
	for _, c := range [][2]string{{"/projects/demo-project", "/projects/demo-projecx"}, {"/workspaces/demo-workspace", "/workspaces/demo-workspacx"}} {
		for _, sub := range []string{"", "/members"} {
			there, not := other.ask("GET", c[0]+sub, nil), other.ask("GET", c[1]+sub, nil)
			want := strings.ReplaceAll(not.text, path.Base(c[1]), path.Base(c[0]))
			if there.status != 404 || there.text != want {
				t.Errorf("%s: %s\nbut of what is not there: %s", c[0]+sub, there.text, not.text)
			}
		}
	}
}

func TestProjectsAreListedToThoseWhoSeeThem(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	isv.must("POST", "/workspaces/demo-workspace/projects", body{"name": "second", "title": "Second", "cluster": "east"}, nil)
	p.setProject("demo-project", domain.ProjectReady)
	for name, role := range map[string]string{"operator": "operator", "onlooker": "viewer"} {
		admin.add(name, domain.PlatformRegular)
		isv.must("PUT", "/workspaces/demo-workspace/members/"+name, body{"role": "workspace-regular"}, nil)
		isv.must("PUT", "/projects/demo-project/members/"+name, body{"role": role}, nil)
	}
	admin.add("other", domain.PlatformRegular)
	for _, c := range []struct {
		who, query string
		want       []string
	}{
		{"admin", "", []string{"demo-project", "second"}},
		{"isv", "?workspace=demo-workspace", []string{"demo-project", "second"}},
		{"isv", "?install=true", []string{"demo-project"}}, // second is not ready
		{"operator", "", []string{"demo-project"}},
		{"operator", "?install=true", []string{"demo-project"}},
		{"onlooker", "", []string{"demo-project"}},
		{"onlooker", "?install=true", []string{}},
		{"other", "", []string{}},
	} {
		var found []domain.Project
		p.signIn(c.who).must("GET", "/projects"+c.query, nil, &found)
		names := []string{}
		for _, f := range found {
			names = append(names, f.Name)
		}
		if diff := cmp.Diff(c.want, names); diff != "" {
			t.Errorf("%s %s: %s", c.who, c.query, diff)
		}
	}
	p.signIn("other").refused("GET", "/projects?workspace=demo-workspace", nil, 404, "not-found")
}

func TestProjectMembersComeFromTheWorkspace(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := p.demo(admin)
	operator := admin.add("project-regular", domain.PlatformRegular)
	const members = "/projects/demo-project/members"
	isv.refused("PUT", members+"/project-regular", body{"role": "operator"}, 409, "not-member")
	isv.refused("PUT", members+"/project-regular", body{"role": "king"}, 422, "invalid")
	isv.must("PUT", "/workspaces/demo-workspace/members/project-regular", body{"role": "workspace-regular"}, nil)
	var all []domain.Member
	isv.must("PUT", members+"/project-regular", body{"role": "operator"}, &all)
	if len(all) != 1 || all[0].Role != "operator" {
		t.Errorf("%+v", all)
	}
	operator.must("GET", members, nil, nil)
	operator.refused("PUT", members+"/project-regular", body{"role": "admin"}, 403, "forbidden")
	isv.must("PUT", members+"/project-regular", body{"role": "admin"}, nil)
	operator.must("PUT", members+"/isv", body{"role": "viewer"}, nil) // a project's admin decides over its members
	operator.must("DELETE", members+"/isv", nil, nil)
	isv.refused("DELETE", members+"/isv", nil, 404, "not-found")
}
