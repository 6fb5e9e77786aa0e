package api_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// right says what an operation answers to nobody, to a stranger, to the admin of another workspace and to a viewer of
// demo-workspace, whose things it is about: a code, or "" for a grant.
type right struct{ nobody, stranger, rival, viewer string }

var (
	open      = right{}
	anybodys  = right{nobody: "sign-in"}                                               // one's own, or a list of what one may see
	platforms = right{"sign-in", "forbidden", "forbidden", "forbidden"}                // for who runs the platform, or reviews
	shown     = right{"sign-in", "not-found", "not-found", ""}                         // to be seen in the workspace
	managed   = right{"sign-in", "not-found", "not-found", "forbidden"}                // to be seen, but changed by others
	unstored  = right{"not-found", "not-found", "not-found", "not-found"}              // the store does not show it
	asked     = func(code string) right { return right{code, code, code, code} }       // refused whoever asks
	onCluster = right{"sign-in", "not-found", "not-found", "cluster"}                  // to be seen, if there were a cluster
	browsers  = right{"sign-in", "session-needed", "session-needed", "session-needed"} // one's own, with a session
	hidden    = right{"sign-in", "not-found", "not-found", "not-found"}                // to be seen, if there were one
	invited   = right{"sign-in", "invitation", "invitation", "invitation"}             // to whom has an invitation
	ownTokens = right{"sign-in", "not-found", "not-found", "not-found"}                // one's own, if there is one
)

// rights has every operation of the API. An operation that is missing here fails the test.
var rights = map[string]right{
	"listApps": anybodys, "getApp": shown, "editApp": managed, "deleteApp": managed, "activateApp": managed, "suspendApp": managed, "listAppAudit": shown,
	"putAppIcon": managed, "listVersions": shown, "uploadVersion": managed, "uploadApp": managed, "checkPackage": managed, "getIcon": open,
	"getVersion": shown, "editVersion": managed, "deleteVersion": managed, "actOnVersion": managed, "replacePackage": managed, "downloadPackage": shown,
	"getVersionFile": shown, "listVersionFiles": shown, "getVersionForm": shown, "getReadme": shown, "listVerifications": shown, "verifyAgain": managed,
	"getVerification": shown, "downloadReport": hidden, "getReview": shown, "listReviews": platforms,
	"listCategories": open, "createCategory": platforms, "editCategory": platforms, "deleteCategory": platforms, "changeCategory": platforms,
	"listStore": open, "getStoreApp": unstored, "listStoreVersions": unstored, "getStoreVersion": unstored,
	"listInstances": anybodys, "getInstance": shown, "editInstance": managed, "deleteInstance": managed, "listChanges": shown, "getChange": shown,
	"changeInstance": managed, "retryInstance": managed, "rollbackInstance": managed, "listTargets": shown, "previewMerge": shown, "install": managed,
	"getLive": onCluster, "previewRemoval": onCluster, "events": shown,
	"getSession": open, "signOut": open, "signIn": asked("credentials"), "signInByLink": asked("link"), "changePassword": browsers, "changeProfile": anybodys,
	"listTokens": anybodys, "createToken": browsers, "deleteToken": ownTokens, "acceptInvitation": invited, "lookAtInvitation": asked("invitation"),
	"listUsers": platforms, "createUser": platforms, "getUser": platforms, "editUser": platforms, "deleteUser": platforms,
	"listRoles": platforms, "createRole": platforms, "editRole": platforms, "deleteRole": platforms, "listPermissions": platforms, "listAudit": platforms,
	"listClusters": anybodys, "registerCluster": platforms, "getCluster": platforms, "editCluster": platforms, "checkCluster": platforms, "deleteCluster": platforms,
	"listWorkspaces": anybodys, "createWorkspace": platforms, "getWorkspace": shown, "editWorkspace": managed, "deleteWorkspace": managed,
	"listWorkspaceMembers": shown, "putWorkspaceMember": managed, "deleteWorkspaceMember": managed, "listInvitations": managed, "invite": managed,
	"deleteInvitation": managed, "listProjects": anybodys, "createProject": managed, "getProject": shown, "deleteProject": managed,
	"listProjectMembers": shown, "putProjectMember": managed, "deleteProjectMember": managed,
}

// sent is what a request needs beside its path to be taken for one: a body, or "upload".
func sent(v string) map[string]any {
	return map[string]any{
		"editApp": fields{"revision": 1}, "activateApp": fields{"revision": 1}, "suspendApp": fields{"revision": 1},
		"uploadApp": "upload", "uploadVersion": "upload", "checkPackage": "upload", "replacePackage": "upload", "putAppIcon": "icon",
		"createCategory": fields{"name": "n", "icon": "database"}, "editCategory": fields{"revision": 1, "name": "n", "icon": "database"}, "changeCategory": fields{"apps": []string{}},
		"registerCluster": fields{"name": "n", "title": "N", "purpose": "both", "kubeconfig": "x"}, "editCluster": fields{"revision": 1, "title": "N"},
		"editInstance": fields{"revision": 1, "description": "d"}, "changeInstance": fields{"revision": 1, "version": v, "values": fields{}},
		"retryInstance": fields{"revision": 1}, "rollbackInstance": fields{"revision": 1, "to": 1}, "install": fields{"name": "n", "version": v, "values": fields{}},
		"acceptInvitation": fields{"secret": "s"}, "lookAtInvitation": fields{"secret": "s"}, "putProjectMember": fields{"role": "admin"},
		"createRole": fields{"name": "n", "title": "N", "permissions": []string{}}, "editRole": fields{"revision": 1, "title": "N", "permissions": []string{}},
		"signIn": fields{"user": "isv", "password": "guessed at random"}, "signInByLink": fields{"secret": "s"}, "changePassword": fields{"new": "eight red kites by the sea"},
		"changeProfile": fields{"title": "T", "email": "", "language": "en"}, "createToken": fields{"name": "t"},
		"createUser": fields{"name": "n", "title": "N", "role": "platform-admin", "password": "eight red kites by the sea"}, "editUser": fields{"revision": 1, "title": "N"},
		"editVersion": fields{"revision": 1, "changes": "c"}, "actOnVersion": fields{"revision": 1},
		"createWorkspace": fields{"name": "n", "title": "N"}, "editWorkspace": fields{"revision": 1, "title": "N"}, "invite": fields{"role": "workspace-admin"},
		"putWorkspaceMember": fields{"role": "workspace-admin"}, "createProject": fields{"name": "n", "title": "N", "cluster": "east"},
	}
}

type fields map[string]any

// operation is one of the OpenAPI document.
type operation struct{ id, method, path string }

func operations(t *testing.T) []operation {
	t.Helper()
	text, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, methods := range document.Paths {
		for method, o := range methods {
			all = append(all, operation{o.OperationID, strings.ToUpper(method), path})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return all
}

// things are what the operations are about, by the parameters of their paths: an app that was never released, and what is
// in the project of its workspace.
func (c crew) things() map[string]string {
	c.isv.Helper()
	icon, err := demo.Icon()
	c.isv.ok(err)
	app, v := c.isv.upload()
	app = gives[api.App](c.isv.do("PUT", "/apps/"+app.ID+"/icon", c.isv.form().file("icon", "icon.png", icon)))
	gives[api.Version](c.isv.acts("submit", &v))
	i := gives[api.Instance](c.isv.installs(v.ID, nil))
	c.isv.ended(&i, domain.ChangeSucceeded, "")
	category := gives[domain.Category](c.reviewer.do("POST", "/categories", fields{"name": "Database", "icon": "database"}))
	return map[string]string{"app": app.ID, "version": v.ID, "review": v.Review, "verification": v.Verification, "instance": i.ID, "n": "1", "action": "submit", "form": "html",
		"category": category.ID, "digest": app.Details.Icon, "workspace": "demo-workspace", "project": "demo-project", "cluster": "east", "user": "isv",
		"role": "app-review", "token": "tok-none", "invitation": "inv-none"}
}

// address is an operation's, for things.
func (o operation) address(things map[string]string) string {
	path := o.path
	for name, id := range things {
		path = strings.ReplaceAll(path, "{"+name+"}", id)
	}
	switch o.id {
	case "deleteInstance", "deleteVersion", "replacePackage":
		path += "?revision=1"
	case "getVersionFile":
		path += "?path=Chart.yaml"
	case "previewMerge":
		path += "?version=" + things["version"]
	case "events":
		path += "?topics=instance/" + things["instance"]
	}
	return path
}

func (m *member) asks(o operation, things map[string]string) *outcome {
	m.Helper()
	content := sent(things["version"])[o.id]
	switch content {
	case "upload":
		content = m.chart(1)
	case "icon":
		content = m.form().file("icon", "icon.png", []byte("GIF89a"))
	}
	return m.send(o.method, o.address(things), content)
}

func TestEveryOperationIsAllowedOrRefusedAsTheTableSays(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	things := c.things()
	missing := maps.Clone(rights)
	for _, o := range operations(t) {
		want, known := rights[o.id]
		if !known {
			t.Errorf("%s (%s %s) is not in the table of rights", o.id, o.method, o.path)
		}
		delete(missing, o.id)
		for _, who := range []struct {
			*member
			code string
		}{{s.nobody(), want.nobody}, {c.stranger, want.stranger}, {c.rival, want.rival}, {c.viewer, want.viewer}} {
			got := who.asks(o, things)
			var p problem
			if got.status >= 300 {
				got.ok(json.Unmarshal(got.body, &p))
			}
			if p.Code != who.code || (got.status >= 300) != (who.code != "") {
				t.Errorf("%s: %s: %d %q, want %q: %s", o.id, got.what, got.status, p.Code, who.code, got.body)
			}
		}
	}
	for id := range missing {
		t.Errorf("there is no operation %s", id)
	}
}

// What somebody may not see is answered, word by word, as what is not there.
func TestWhatIsHiddenIsToldApartFromNothingByNobody(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	things := c.things()
	absent := maps.Clone(things)
	for name, id := range map[string]string{"app": "app-absent", "version": "ver-absent", "review": "rev-absent", "verification": "vfy-absent", "instance": "ins-absent",
		"workspace": "absent-workspace", "project": "absent-project"} {
		absent[name] = id
	}
	for _, o := range operations(t) {
		for _, who := range []*member{s.nobody(), c.stranger, c.rival} {
			there, gone := who.asks(o, things), who.asks(o, absent)
			if there.status < 300 {
				continue
			}
			text := string(there.body)
			for name, id := range absent {
				text = strings.ReplaceAll(text, things[name], id)
			}
			if text != string(gone.body) {
				t.Errorf("%s tells %s what is there:\n%s\n%s", o.id, who.name, there.body, gone.body)
			}
		}
	}
}

func (o *outcome) ok(err error) {
	o.Helper()
	if err != nil {
		o.Fatalf("%s: %v in %s", o.what, err, o.body)
	}
}

func TestUnreleasedThingsAreInNoList(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	things := c.things()
	for _, path := range []string{"/store/apps", "/apps", "/instances", "/projects", "/workspaces", "/categories"} {
		for _, who := range []*member{c.stranger, c.rival} {
			o := who.do("GET", path, nil)
			for _, name := range []string{"app", "version", "instance", "digest", "project"} {
				if strings.Contains(string(o.body), things[name]) {
					t.Errorf("%s shows the %s", o.what, name)
				}
			}
		}
	}
	if all := gives[store.List[api.App]](c.second.do("GET", "/apps", nil)); all.Total != 1 {
		t.Errorf("a reviewer sees %d apps", all.Total)
	}
}
