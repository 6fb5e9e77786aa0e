package api_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

const canary = "canary-hunter2"

// installs has a member install a version as cache in demo-project.
func (m *member) installs(version string, values map[string]any, headers ...string) *outcome {
	m.Helper()
	if values == nil {
		values = map[string]any{}
	}
	return m.do("POST", "/projects/demo-project/instances", map[string]any{"name": "cache", "version": version, "values": values}, headers...)
}

// ended has the instance's latest revision end as the engine would.
func (s *shop) ended(i *api.Instance, state domain.ChangeState, reason string) {
	s.Helper()
	s.update(func(tx store.Tx) error {
		row, err := tx.GetInstance(i.ID)
		if err != nil {
			return err
		}
		c, err := tx.GetChange(i.ID, row.Current)
		if err != nil {
			return err
		}
		c.State, c.Reason = state, reason
		row.End(c, time.Now())
		if err := tx.UpdateChange(c); err != nil {
			return err
		}
		err = tx.UpdateInstance(row)
		i.Instance = *row
		return err
	})
}

// waiting counts the work of a kind that waits for a subject, and takes it.
func (s *shop) waiting(kind store.WorkKind, subject string) int {
	s.Helper()
	n := 0
	for {
		w, err := s.server.Store.Claim(s.Context(), "test", time.Hour, kind)
		s.ok(err)
		if w == nil {
			return n
		}
		if w.Subject == subject {
			n++
		}
		s.update(func(tx store.Tx) error { return tx.FinishWork(w) })
	}
}

func TestAnInstanceIsInstalledChangedUpgradedAndDeleted(t *testing.T) {
	onEach(t, func(s *shop) {
		c := s.people()
		app, v := c.isv.upload()
		c.release(&v)
		i := gives[api.Instance](c.regular.installs(v.ID, map[string]any{"maxmemory": "64mb", "auth.password": canary}))
		if i.State != domain.Creating || i.Current != 1 || i.Test || i.Workspace != "demo-workspace" || i.Cluster != "east" || !i.May || i.By != "project-regular" {
			t.Errorf("installed is %+v", i)
		}
		if n := s.waiting(store.WorkChange, i.ID); n != 1 {
			t.Errorf("there are %d pieces of work for the install", n)
		}
		again := c.regular.installs(v.ID, nil)
		again.at(again.refused(409, "taken"), "body.name")
		c.regular.do("POST", "/instances/"+i.ID+"/changes", map[string]any{"revision": i.Revision, "version": v.ID, "values": map[string]any{}}).refused(409, "instance-state")
		s.ended(&i, domain.ChangeSucceeded, "")

		changes := gives[[]api.Change](c.viewer.do("GET", "/instances/"+i.ID+"/changes", nil))
		first := gives[api.Change](c.viewer.do("GET", "/instances/"+i.ID+"/changes/1", nil))
		if len(changes) != 1 || changes[0].Values != nil || first.Values["auth.password"] != domain.Kept || first.Values["maxmemory"] != "64mb" || first.Role != domain.ProjectOperator {
			t.Errorf("the revisions are %+v, the first %+v", changes, first)
		}
		next := gives[api.Version](c.isv.do("POST", "/apps/"+app.ID+"/versions", s.chart(1)))
		c.release(&next)
		i = gives[api.Instance](c.regular.do("GET", "/instances/"+i.ID, nil))
		if i.Newer != "12.0.0" || i.VersionState != domain.Active {
			t.Errorf("after the release it is %+v", i)
		}
		merged(c, &i, next.ID)
		upgrade(c, &i, next.ID)
		rollback(c, &i)
		deletion(c, &i)
		if strings.Contains(s.log.String(), canary) {
			t.Error("the log has the secret")
		}
	})
}

func merged(c crew, i *api.Instance, next string) {
	c.isv.Helper()
	targets := gives[[]api.Target](c.regular.do("GET", "/instances/"+i.ID+"/targets", nil))
	if len(targets) != 2 || targets[0].Number != "12.0.0" || !targets[1].Current {
		c.isv.Errorf("it may change to %+v", targets)
	}
	o := c.regular.do("GET", "/instances/"+i.ID+"/merge?version="+next, nil)
	m := gives[api.MergePreview](o)
	kinds := map[string]domain.MergeKind{}
	for _, p := range m.Parameters {
		kinds[p.Parameter] = p.Kind
	}
	want := map[string]domain.MergeKind{"maxmemory": domain.MergeYours, "maxmemoryPolicy": domain.MergeDefault, "metrics.enabled": domain.MergeNew, "service.port": domain.MergeSame}
	for name, kind := range want {
		if kinds[name] != kind {
			c.isv.Errorf("%s is %q in the merge, want %q", name, kinds[name], kind)
		}
	}
	if diff := cmp.Diff(map[string]any{"maxmemory": "64mb", "auth.password": domain.Kept}, m.Values); diff != "" || m.To != "12.0.0" || m.From != "11.3.4" {
		c.isv.Errorf("the merge starts from (-want +got):\n%s", diff)
	}
	if bytes.Contains(o.body, []byte(canary)) {
		c.isv.Error("the merge has the secret")
	}
}

func upgrade(c crew, i *api.Instance, next string) {
	c.isv.Helper()
	values := map[string]any{"maxmemory": "64mb", "auth.password": domain.Kept, "metrics.port": 9999}
	*i = gives[api.Instance](c.regular.do("POST", "/instances/"+i.ID+"/changes", map[string]any{"revision": i.Revision, "version": next, "values": values}))
	if i.State != domain.Upgrading || i.Number != "12.0.0" || i.Current != 2 {
		c.isv.Errorf("upgrading is %+v", i)
	}
	c.isv.update(func(tx store.Tx) error {
		change, err := tx.GetChange(i.ID, 2)
		if err != nil {
			return err
		}
		opened, err := c.isv.server.Sealer.Open(change.Values, auth.AboutValues(i.ID, 2))
		if err == nil && (!bytes.Contains(opened, []byte(canary)) || bytes.Contains(opened, []byte(domain.Kept))) {
			c.isv.Errorf("the secret was not kept: %s", opened)
		}
		return err
	})
	c.isv.ended(i, domain.ChangeFailed, "it does not start")
	retried := gives[api.Instance](c.regular.do("POST", "/instances/"+i.ID+"/retry", map[string]any{"revision": i.Revision}))
	third := gives[api.Change](c.regular.do("GET", "/instances/"+i.ID+"/changes/3", nil))
	if retried.Current != 3 || third.Kind != domain.ChangeRetry || third.Values["metrics.port"] != 9999.0 || retried.Reason != "" {
		c.isv.Errorf("retried is %+v by %+v", retried, third)
	}
	*i = retried
	c.isv.ended(i, domain.ChangeSucceeded, "")
	c.regular.do("POST", "/instances/"+i.ID+"/retry", map[string]any{"revision": i.Revision}).refused(409, "instance-state")
}

func rollback(c crew, i *api.Instance) {
	c.isv.Helper()
	for _, to := range []int{2, 3, 9} { // failed, current, none
		o := c.regular.do("POST", "/instances/"+i.ID+"/rollback", map[string]any{"revision": i.Revision, "to": to})
		o.at(o.refused(422, "revision"), "body.to")
	}
	*i = gives[api.Instance](c.regular.do("POST", "/instances/"+i.ID+"/rollback", map[string]any{"revision": i.Revision, "to": 1}))
	fourth := gives[api.Change](c.regular.do("GET", "/instances/"+i.ID+"/changes/4", nil))
	if i.Number != "11.3.4" || fourth.From != 1 || fourth.Kind != domain.ChangeRollback || fourth.Values["auth.password"] != domain.Kept {
		c.isv.Errorf("rolled back is %+v by %+v", i, fourth)
	}
}

func deletion(c crew, i *api.Instance) {
	c.isv.Helper()
	c.viewer.do("DELETE", "/instances/"+i.ID+"?revision=1", nil).refused(403, "forbidden")
	c.regular.do("DELETE", "/instances/"+i.ID+"?revision=1", nil).refused(409, "stale")
	i.Revision = gives[api.Instance](c.regular.do("GET", "/instances/"+i.ID, nil)).Revision
	*i = gives[api.Instance](c.regular.do("DELETE", "/instances/"+i.ID+"?revision="+asJSON(c.isv.T, i.Revision), nil))
	cancelled := gives[api.Change](c.regular.do("GET", "/instances/"+i.ID+"/changes/4", nil))
	if i.State != domain.Deleting || cancelled.State != domain.ChangeCancelled || c.isv.waiting(store.WorkRemove, i.ID) != 1 {
		c.isv.Errorf("deleting is %+v, its revision %+v", i, cancelled)
	}
	c.regular.do("DELETE", "/instances/"+i.ID+"?revision="+asJSON(c.isv.T, i.Revision), nil).refused(409, "instance-state")
	c.isv.update(func(tx store.Tx) error { // as a hook makes it that fails
		kept, err := tx.GetInstance(i.ID)
		if err != nil {
			return err
		}
		kept.FailRemoval("a hook failed")
		return tx.UpdateInstance(kept)
	})
	*i = gives[api.Instance](c.regular.do("GET", "/instances/"+i.ID, nil))
	if !i.Undeleted || i.State != domain.Failed {
		c.isv.Errorf("not deleted is %+v", i)
	}
	*i = gives[api.Instance](c.regular.do("DELETE", "/instances/"+i.ID+"?hooks=false&revision="+asJSON(c.isv.T, i.Revision), nil))
	if i.State != domain.Deleting || i.Undeleted || c.isv.waiting(store.WorkRemove, i.ID) != 0 || c.isv.waiting(store.WorkRemovePlain, i.ID) != 1 {
		c.isv.Errorf("deleting without hooks is %+v", i)
	}
}

func TestSettingsAreHeldToTheirRulesAtOnce(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.isv.upload()
	c.release(&v)
	for _, bad := range []struct {
		name  string
		value any
	}{
		{"maxmemory", "lots"}, {"service.port", 99999}, {"service.port", "http"}, {"persistence.enabled", "perhaps"}, {"maxmemoryPolicy", "forget"},
		{"nope", 1}, {"namespace", "kube-system"}, {"name", "other"},
	} {
		o := c.regular.installs(v.ID, map[string]any{bad.name: bad.value})
		o.at(o.refused(422, "values"), "body.values."+bad.name)
	}
	all := c.regular.do("POST", "/projects/demo-project/instances", map[string]any{"name": "No Name", "version": v.ID, "values": map[string]any{"maxmemory": "lots", "nope": 1}})
	p := all.refused(422, "invalid")
	for _, field := range []string{"body.name", "body.values.maxmemory", "body.values.nope"} {
		all.at(p, field)
	}
	if list := gives[store.List[api.Instance]](c.regular.do("GET", "/instances", nil)); list.Total != 0 {
		t.Errorf("something was installed: %+v", list)
	}
	c.regular.do("POST", "/projects/demo-project/instances", map[string]any{"name": "cache", "values": map[string]any{}}).refused(422, "invalid")
}

func TestAProjectThatIsNotReadyTakesNoInstances(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.isv.upload()
	s.update(func(tx store.Tx) error {
		p, err := tx.GetProject("demo-project")
		if err != nil {
			return err
		}
		p.State = domain.ProjectPreparing
		return tx.UpdateProject(p)
	})
	c.isv.installs(v.ID, nil).refused(409, "project-state")
}

func TestDraftsAreInstalledByTheirWorkspaceOnly(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	app, v := c.isv.upload()
	o := c.rival.do("POST", "/projects/rival-project/instances", map[string]any{"name": "cache", "version": v.ID, "values": map[string]any{}})
	o.at(o.refused(422, "version"), "body.version")
	c.rival.installs(v.ID, nil).refused(404, "not-found")
	c.viewer.installs(v.ID, nil).refused(403, "forbidden")
	i := gives[api.Instance](c.regular.installs(v.ID, nil))
	if !i.Test {
		t.Errorf("the test install is %+v", i)
	}
	s.ended(&i, domain.ChangeSucceeded, "")

	// Another app's version is no target, and neither is one that does not exist.
	other := gives[api.App](c.rival.do("POST", "/workspaces/rivals/apps", s.chart(1)))
	theirs := gives[store.List[api.Version]](c.rival.do("GET", "/apps/"+other.ID+"/versions", nil)).Items[0]
	for _, id := range []string{theirs.ID, "ver-none", ""} {
		o := c.regular.do("POST", "/instances/"+i.ID+"/changes", map[string]any{"revision": i.Revision, "version": id, "values": map[string]any{}})
		o.at(o.refused(422, "version"), "body.version")
		o = c.regular.do("GET", "/instances/"+i.ID+"/merge?version="+id, nil)
		if o.status != 422 {
			t.Errorf("%s: %d %s", o.what, o.status, o.body)
		}
	}
	c.rival.do("GET", "/apps/"+app.ID, nil).refused(404, "not-found")
}

func TestSuspensionLeavesOwnersInControl(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.isv.upload()
	c.release(&v)
	owner := s.member("owner", domain.PlatformRegular, "rivals=workspace-regular", "project/rival-project=operator")
	i := gives[api.Instance](owner.do("POST", "/projects/rival-project/instances", map[string]any{"name": "cache", "version": v.ID, "values": map[string]any{}}))
	s.ended(&i, domain.ChangeSucceeded, "")
	gives[api.Version](c.reviewer.acts("suspend", &v))
	o := owner.do("POST", "/projects/rival-project/instances", map[string]any{"name": "cache2", "version": v.ID, "values": map[string]any{}})
	o.refused(422, "version")
	i = gives[api.Instance](owner.do("GET", "/instances/"+i.ID, nil))
	if i.VersionState != domain.Suspended {
		t.Errorf("the owner is told %s", i.VersionState)
	}
	gives[api.VersionForm](owner.do("GET", "/versions/"+v.ID+"/form", nil))
	c.stranger.do("GET", "/versions/"+v.ID+"/form", nil).refused(404, "not-found")
	gives[api.MergePreview](owner.do("GET", "/instances/"+i.ID+"/merge?version="+v.ID, nil))
	i = gives[api.Instance](owner.do("POST", "/instances/"+i.ID+"/changes", map[string]any{"revision": i.Revision, "version": v.ID, "values": map[string]any{"maxmemory": "80mb"}}))
	s.ended(&i, domain.ChangeSucceeded, "")
	i = gives[api.Instance](owner.do("POST", "/instances/"+i.ID+"/rollback", map[string]any{"revision": i.Revision, "to": 1}))
	s.ended(&i, domain.ChangeSucceeded, "")

	// Nor does the deletion of version and app take an instance from its owner.
	gives[struct{}](c.isv.do("DELETE", "/versions/"+v.ID+"?revision="+asJSON(t, v.Revision), nil))
	gives[struct{}](c.isv.do("DELETE", "/apps/"+v.App, nil))
	targets := gives[[]api.Target](owner.do("GET", "/instances/"+i.ID+"/targets", nil))
	if len(targets) != 1 || !targets[0].Current || targets[0].State != domain.Deleted {
		t.Errorf("it may change to %+v", targets)
	}
	i = gives[api.Instance](owner.do("POST", "/instances/"+i.ID+"/changes", map[string]any{"revision": i.Revision, "version": v.ID, "values": map[string]any{}}))
	gives[api.Instance](owner.do("DELETE", "/instances/"+i.ID+"?revision="+asJSON(t, i.Revision), nil))
}

func TestARequestThatComesTwiceIsDoneOnce(t *testing.T) {
	onEach(t, func(s *shop) {
		c := s.people()
		_, v := c.isv.upload()
		key := []string{"Idempotency-Key", "0f9a"}
		first := c.regular.installs(v.ID, map[string]any{"maxmemory": "64mb", "auth.password": canary}, key...)
		i := gives[api.Instance](first)
		if again := c.regular.installs(v.ID, map[string]any{"auth.password": canary, "maxmemory": "64mb"}, key...); string(again.body) != string(first.body) {
			t.Errorf("the second answer is %s, the first %s", again.body, first.body)
		}
		other := c.regular.installs(v.ID, map[string]any{"maxmemory": "65mb"}, key...)
		other.at(other.refused(409, "idempotency-key"), "header.Idempotency-Key")
		c.isv.installs(v.ID, nil, key...).refused(409, "taken") // another user's key is another key
		uploads := []string{"Idempotency-Key", "upload"}
		once := gives[api.App](c.isv.do("POST", "/workspaces/demo-workspace/apps", s.chart(1, "name", "Twice"), uploads...))
		twice := gives[api.App](c.isv.do("POST", "/workspaces/demo-workspace/apps", s.chart(1, "name", "Twice"), uploads...))
		if once.ID != twice.ID {
			t.Error("an upload that came twice made two apps")
		}
		for range 2 { // the second one would be stale, and of a version that is submitted already
			gives[api.Version](c.isv.do("POST", "/versions/"+v.ID+"/actions/submit", map[string]any{"revision": v.Revision}, "Idempotency-Key", "submit"))
		}
		if list := gives[[]api.Change](c.regular.do("GET", "/instances/"+i.ID+"/changes", nil)); len(list) != 1 {
			t.Errorf("there are %d revisions", len(list))
		}
		again := c.isv.do("POST", "/workspaces/demo-workspace/apps", s.chart(1, "name", "Twice"))
		again.at(again.refused(409, "taken"), "body.name")
	})
}

func TestOfRequestsThatComeAtTheSameTimeOneIsDone(t *testing.T) {
	onEach(t, func(s *shop) {
		c := s.people()
		_, v := c.isv.upload()
		outcomes := [4]*outcome{}
		var all sync.WaitGroup
		for n := range outcomes {
			all.Go(func() { outcomes[n] = c.regular.installs(v.ID, nil, "Idempotency-Key", "same") })
		}
		all.Wait()
		for _, o := range outcomes {
			if gives[api.Instance](o).ID != gives[api.Instance](outcomes[0]).ID {
				t.Errorf("there are two instances: %s and %s", o.body, outcomes[0].body)
			}
		}
	})
}

func TestListsComeInPages(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	now := time.Now()
	s.update(func(tx store.Tx) error {
		for n := range 45 {
			name := "app-" + string(rune('a'+n/26)) + string(rune('a'+n%26))
			a := &domain.App{ID: domain.NewID(domain.AppID), Workspace: "demo-workspace", Details: domain.Details{Name: name}, Created: now, Updated: now.Add(time.Duration(n) * time.Second),
				State: domain.Draft}
			if err := tx.InsertApp(a); err != nil {
				return err
			}
		}
		return nil
	})
	seen := map[string]bool{}
	for page := 1; page <= 3; page++ {
		list := gives[store.List[api.App]](c.viewer.do("GET", "/apps?order=name&limit=20&page="+asJSON(t, page), nil))
		if want := min(20, 45-20*(page-1)); len(list.Items) != want || list.Total != 45 {
			t.Errorf("page %d has %d of %d", page, len(list.Items), list.Total)
		}
		for _, a := range list.Items {
			seen[a.ID] = true
		}
	}
	if len(seen) != 45 {
		t.Errorf("the pages show %d apps", len(seen))
	}
	for _, who := range []*member{c.rival, c.stranger} {
		if list := gives[store.List[api.App]](who.do("GET", "/apps?workspace=demo-workspace", nil)); list.Total != 0 || list.Items == nil {
			t.Errorf("%s sees %d apps", who.name, list.Total)
		}
	}
	for _, bad := range []struct{ query, field, code string }{
		{"limit=101", "query.limit", "invalid"}, {"page=0", "query.page", "invalid"}, {"limit=x", "query.limit", "invalid"},
		{"order=size", "query.order", "order"}, {"state=asleep", "query.state", "state"},
	} {
		o := c.viewer.do("GET", "/apps?"+bad.query, nil)
		o.at(o.refused(422, bad.code), bad.field)
	}
}
