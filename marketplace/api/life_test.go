package api_test

import (
	"encoding/base64"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func TestAVersionLivesFromUploadToSuspension(t *testing.T) {
	onEach(t, func(s *shop) {
		c := s.people()
		checked := gives[api.CheckedPackage](c.isv.do("POST", "/workspaces/demo-workspace/packages/check", s.chart(0)))
		if checked.Name != "redis" || checked.Number != "11.3.4" || len(checked.Images) == 0 || len(checked.Checks) == 0 {
			t.Errorf("the check finds %+v", checked)
		}
		app, v := c.isv.upload("changes", "First one")
		if app.State != domain.Draft || app.Latest != "11.3.4" || app.LatestActive != "" || v.State != domain.Draft || v.Changes != "First one" {
			t.Errorf("uploaded are %+v and %+v", app, v)
		}
		gives[api.Version](c.isv.acts("submit", &v))
		if v.State != domain.Submitted || v.Verified != domain.VerificationQueued || v.Review == "" {
			t.Errorf("submitted is %+v", v)
		}
		rows := gives[store.List[store.ReviewRow]](c.reviewer.do("GET", "/reviews", nil))
		if rows.Total != 1 || rows.Items[0].Number != "11.3.4" || rows.Items[0].SubmittedBy != "isv" {
			t.Errorf("the list of reviews has %+v", rows)
		}
		c.reviewer.acts("pass", &v).refused(409, "version-state")
		gives[api.Version](c.reviewer.acts("review", &v))
		c.reviewer.acts("pass", &v).refused(409, "not-verified")
		s.verified(&v, domain.VerificationPassed)
		gives[api.Version](c.reviewer.acts("pass", &v))
		c.stranger.do("GET", "/store/apps/"+app.ID, nil).refused(404, "not-found")
		gives[api.Version](c.isv.acts("release", &v))

		shown := gives[store.List[api.StoreApp]](s.nobody().do("GET", "/store/apps?q=redis", nil))
		if shown.Total != 1 || shown.Items[0].ID != app.ID || shown.Items[0].Latest != "11.3.4" {
			t.Errorf("the store shows %+v", shown)
		}
		released := gives[api.StoreVersion](s.nobody().do("GET", "/store/versions/"+v.ID, nil))
		if released.Number != "11.3.4" || released.Verification == nil || released.Verification.State != domain.VerificationPassed {
			t.Errorf("the store shows the version %+v", released)
		}
		categories(c, app.ID)
		second(c, app.ID)
		suspension(c, app.ID, v.ID)
		audited(c, app.ID)
	})
}

func categories(c crew, app string) {
	c.isv.Helper()
	category := gives[domain.Category](c.reviewer.do("POST", "/categories", map[string]any{"name": "Database", "icon": "database"}))
	c.reviewer.do("POST", "/categories", map[string]any{"name": "Database", "icon": "database"}).refused(409, "taken")
	c.isv.do("POST", "/categories", map[string]any{"name": "Mine", "icon": "database"}).refused(403, "forbidden")
	all := gives[api.Categories](c.reviewer.do("POST", "/categories/"+category.ID+"/apps", map[string]any{"apps": []string{app}}))
	if all.Total != 1 || all.Uncategorized != 0 || all.Items[0].Apps != 1 {
		c.isv.Errorf("categories are %+v", all)
	}
	if in := gives[store.List[api.StoreApp]](c.isv.do("GET", "/store/apps?category="+category.ID, nil)); in.Total != 1 || in.Items[0].CategoryName != "Database" {
		c.isv.Errorf("in the category are %+v", in)
	}
	c.reviewer.do("DELETE", "/categories/"+category.ID, nil).refused(409, "in-use")
	gives[api.Categories](c.reviewer.do("POST", "/categories/uncategorized/apps", map[string]any{"apps": []string{app}}))
	gives[struct{}](c.reviewer.do("DELETE", "/categories/"+category.ID, nil))
}

// second releases a second version, after it was rejected once.
func second(c crew, app string) {
	c.isv.Helper()
	taken := c.isv.do("POST", "/apps/"+app+"/versions", c.isv.chart(0))
	taken.at(taken.refused(409, "taken"), "body.package")
	v := gives[api.Version](c.isv.do("POST", "/apps/"+app+"/versions", c.isv.chart(1)))
	gives[api.Version](c.isv.acts("submit", &v))
	first := v.Review
	gives[api.Version](c.second.acts("review", &v))
	noReason := c.second.acts("reject", &v)
	noReason.at(noReason.refused(422, "reason-missing"), "body.message")
	gives[api.Version](c.second.acts("reject", &v, "message", "The readme is empty"))
	if v.State != domain.Rejected || v.Message != "The readme is empty" || v.Verified != domain.VerificationStopped {
		c.isv.Errorf("rejected is %+v", v)
	}
	gives[api.Version](c.isv.do("PATCH", "/versions/"+v.ID, map[string]any{"revision": v.Revision, "changes": "A readme"}))
	c.isv.do("PATCH", "/versions/"+v.ID, map[string]any{"revision": v.Revision, "changes": "Mine"}).refused(409, "stale")
	v = gives[api.Version](c.isv.do("GET", "/versions/"+v.ID, nil))
	if v.State != domain.Draft {
		c.isv.Errorf("edited after a rejection, it is %s", v.State)
	}
	c.release(&v)
	if v.Review == first {
		c.isv.Error("it was resubmitted to the same review")
	}
	if shown := gives[api.StoreApp](c.stranger.do("GET", "/store/apps/"+app, nil)); shown.Latest != "12.0.0" {
		c.isv.Errorf("the store shows %s", shown.Latest)
	}
	numbers := []string{}
	for _, v := range gives[store.List[api.StoreVersion]](c.stranger.do("GET", "/store/apps/"+app+"/versions", nil)).Items {
		numbers = append(numbers, v.Number)
	}
	if diff := cmp.Diff([]string{"12.0.0", "11.3.4"}, numbers); diff != "" {
		c.isv.Errorf("versions in the store (-want +got):\n%s", diff)
	}
}

// suspension hides an app and a version by every path, and brings them back.
func suspension(c crew, app, version string) {
	c.isv.Helper()
	v := gives[api.Version](c.reviewer.do("GET", "/versions/"+version, nil))
	paths := []string{"/versions/" + version, "/versions/" + version + "/form", "/versions/" + version + "/files", "/versions/" + version + "/package",
		"/versions/" + version + "/readme", "/versions/" + version + "/file?path=Chart.yaml", "/store/versions/" + version}
	visible := func(seen bool) {
		c.isv.Helper()
		for _, path := range paths {
			o := c.stranger.do("GET", path, nil)
			if seen && o.status != 200 {
				c.isv.Errorf("%s: %d %s", o.what, o.status, o.body)
			} else if !seen {
				o.refused(404, "not-found")
			}
		}
		shown := gives[store.List[api.StoreVersion]](c.second.do("GET", "/store/apps/"+app+"/versions", nil))
		if has := strings.Contains(asJSON(c.isv.T, shown), version); has != seen {
			c.isv.Errorf("that the store lists the version is %t", has)
		}
	}
	visible(true)
	c.isv.acts("suspend", &v).refused(403, "forbidden")
	gives[api.Version](c.reviewer.acts("suspend", &v, "message", "It leaks"))
	visible(false)
	gives[api.Version](c.reviewer.acts("activate", &v))
	visible(true)

	whole := gives[api.App](c.reviewer.do("GET", "/apps/"+app, nil))
	whole = gives[api.App](c.reviewer.do("POST", "/apps/"+app+"/suspend", map[string]any{"revision": whole.Revision}))
	paths = append(paths, "/store/apps/"+app, "/store/apps/"+app+"/versions")
	for _, path := range paths {
		c.stranger.do("GET", path, nil).refused(404, "not-found")
	}
	if shown := gives[store.List[api.StoreApp]](c.stranger.do("GET", "/store/apps", nil)); shown.Total != 0 {
		c.isv.Errorf("the store shows %+v", shown)
	}
	c.reviewer.do("POST", "/apps/"+app+"/suspend", map[string]any{"revision": whole.Revision}).refused(409, "app-state")
	gives[api.App](c.reviewer.do("POST", "/apps/"+app+"/activate", map[string]any{"revision": whole.Revision}))
	visible(true)
}

// audited reads what was done from the audit.
func audited(c crew, app string) {
	c.isv.Helper()
	entries := gives[store.List[domain.Entry]](c.viewer.do("GET", "/apps/"+app+"/audit?limit=100", nil))
	actions := []string{}
	for _, e := range entries.Items {
		actions = append([]string{e.Action}, actions...)
		if e.Address != "" {
			c.isv.Errorf("a viewer is told the address of %s", e.Actor)
		}
	}
	want := []string{"app.upload", "version.upload", "version.submit", "version.review", "version.pass", "version.release", "app.categorize", "app.categorize",
		"version.upload", "version.submit", "version.review", "version.reject", "version.modify", "version.submit", "version.review", "version.pass",
		"version.release", "version.suspend", "version.activate", "app.suspend", "app.activate"}
	if diff := cmp.Diff(want, actions); diff != "" {
		c.isv.Errorf("the audit (-want +got):\n%s", diff)
	}
}

func TestOneOfTwoReviewersWins(t *testing.T) {
	onEach(t, func(s *shop) {
		c := s.people()
		_, v := c.isv.upload()
		gives[api.Version](c.isv.acts("submit", &v))
		s.verified(&v, domain.VerificationPassed)
		if winners := race(c, v, "review"); winners != 1 {
			t.Errorf("%d of two claims won", winners)
		}
		claimed := gives[api.Version](c.reviewer.do("GET", "/versions/"+v.ID, nil))
		by := map[string]*member{"reviewer": c.reviewer, "second": c.second}[claimed.Reviewer]
		if winners := race(crew{reviewer: by, second: by}, claimed, "pass"); winners != 1 {
			t.Errorf("%d of two passes won", winners)
		}
	})
}

// race has two reviewers take the same action at the same time, and counts who won; the other is told to look again.
func race(c crew, v api.Version, action string) int {
	c.reviewer.Helper()
	var both sync.WaitGroup
	outcomes := [2]*outcome{}
	for i, by := range []*member{c.reviewer, c.second} {
		both.Go(func() {
			mine := v
			outcomes[i] = by.acts(action, &mine)
		})
	}
	both.Wait()
	winners := 0
	for _, o := range outcomes {
		switch o.status {
		case 200:
			winners++
		case 409:
		default:
			o.Errorf("%s: %d %s", o.what, o.status, o.body)
		}
	}
	return winners
}

func TestTheAuthorCannotReviewTheirOwnVersion(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.reviewer.upload() // admin of the workspace and reviewer at once
	gives[api.Version](c.reviewer.acts("submit", &v))
	c.reviewer.acts("review", &v).refused(403, "own-version")
	c.isv.acts("review", &v).refused(403, "forbidden")
	gives[api.Version](c.second.acts("review", &v))
	c.reviewer.acts("pass", &v, "override", "I wrote it, it works").refused(403, "own-version")
	c.admin.acts("pass", &v).refused(409, "not-reviewer")
}

func TestAnOverrideLandsInTheAudit(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	app, v := c.isv.upload()
	gives[api.Version](c.isv.acts("submit", &v))
	s.verified(&v, domain.VerificationFailed)
	gives[api.Version](c.reviewer.acts("review", &v))
	c.reviewer.acts("pass", &v).refused(409, "not-verified")
	gives[api.Version](c.reviewer.acts("pass", &v, "override", "The cluster has no disks"))
	sheet := gives[api.ReviewSheet](c.second.do("GET", "/reviews/"+v.Review, nil))
	if sheet.Review.Override != "The cluster has no disks" || sheet.Review.Closed == nil || sheet.Review.State != domain.Passed {
		t.Errorf("the review is %+v", sheet.Review)
	}
	newest := gives[store.List[domain.Entry]](c.second.do("GET", "/apps/"+app.ID+"/audit", nil)).Items[0]
	if newest.Action != "version.pass" || !strings.Contains(newest.Message, "The cluster has no disks") || newest.Actor != "reviewer" || newest.Review != v.Review {
		t.Errorf("the audit has %+v", newest)
	}
}

func TestASubmissionIsVerifiedOnce(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.isv.upload()
	gives[api.Version](c.isv.acts("submit", &v))
	first := v.Verification
	s.verified(&v, domain.VerificationPassed)
	gives[api.Version](c.isv.acts("cancel", &v))
	gives[api.Version](c.isv.acts("submit", &v))
	if v.Verification != first || v.Verified != domain.VerificationPassed {
		t.Errorf("the same package is verified again: %s after %s", v.Verification, first)
	}
	again := gives[api.Verification](c.reviewer.do("POST", "/versions/"+v.ID+"/verifications", nil))
	if again.State != domain.VerificationQueued || again.Number != "11.3.4" {
		t.Errorf("verified again is %+v", again)
	}
	c.reviewer.do("POST", "/versions/"+v.ID+"/verifications", nil).refused(409, "verification-state")
	if all := gives[[]api.Verification](c.viewer.do("GET", "/versions/"+v.ID+"/verifications", nil)); len(all) != 2 {
		t.Errorf("there are %d verifications", len(all))
	}
}

func TestTheStoreShowsWhatWasReleased(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	app, v := c.isv.upload("name", "Redis", "summary", "Keeps values")
	c.release(&v)
	app = gives[api.App](c.isv.do("GET", "/apps/"+app.ID, nil))
	details := app.Details
	details.Summary = "Keeps everything"
	app = gives[api.App](c.isv.do("PATCH", "/apps/"+app.ID, map[string]any{"revision": app.Revision, "details": details}))
	if !app.Unpublished {
		t.Error("the app does not tell that it was edited")
	}
	icon, err := demo.Icon()
	s.ok(err)
	app = gives[api.App](c.isv.do("PUT", "/apps/"+app.ID+"/icon", s.form().file("icon", "icon.png", icon)))
	shown := gives[api.StoreApp](s.nobody().do("GET", "/store/apps/"+app.ID, nil))
	if shown.Details.Summary != "Keeps values" || shown.Details.Icon != "" || shown.Details.Name != "Redis" {
		t.Errorf("before the next release the store shows %+v", shown.Details)
	}
	png := s.nobody().do("GET", "/icons/"+app.Details.Icon, nil)
	if png.status != 200 || png.header.Get("Content-Type") != "image/png" || !strings.HasPrefix(string(png.body), "\x89PNG") {
		t.Errorf("the icon is %d %v", png.status, png.header)
	}
	if kept := png.header.Values("Cache-Control"); len(kept) != 1 || !strings.HasSuffix(kept[0], "immutable") {
		t.Errorf("the icon is kept as %v", kept)
	}
	s.nobody().do("GET", "/icons/sha256:"+strings.Repeat("0", 64), nil).refused(404, "not-found")
	s.nobody().do("GET", "/icons/..%2f..%2fpasswd", nil).refused(404, "not-found")
	next := gives[api.Version](c.isv.do("POST", "/apps/"+app.ID+"/versions", s.chart(1)))
	c.release(&next)
	shown = gives[api.StoreApp](s.nobody().do("GET", "/store/apps/"+app.ID, nil))
	if shown.Details.Summary != "Keeps everything" || shown.Details.Icon != app.Details.Icon {
		t.Errorf("after the next release the store shows %+v", shown.Details)
	}
}

func TestAnEditOfNothingNeedsTheRightToEdit(t *testing.T) {
	c := onSQLite(t).people()
	app, _ := c.isv.upload()
	for _, who := range []*member{c.viewer, c.second} {
		who.do("PATCH", "/apps/"+app.ID, map[string]any{"revision": app.Revision}).refused(403, "forbidden")
	}
	if same := gives[api.App](c.isv.do("GET", "/apps/"+app.ID, nil)); same.Revision != app.Revision {
		t.Errorf("it is at revision %d, from %d", same.Revision, app.Revision)
	}
}

func TestWhatWasUploadedComesBack(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.isv.upload()
	charts, err := demo.Charts()
	s.ok(err)
	chart := c.viewer.do("GET", "/versions/"+v.ID+"/package", nil)
	if string(chart.body) != string(charts[0].Data) || chart.header.Get("Content-Disposition") != `attachment; filename="redis-11.3.4.tgz"` {
		t.Errorf("the chart came back as %d bytes, %v", len(chart.body), chart.header)
	}
	files := gives[[]api.PackageFile](c.viewer.do("GET", "/versions/"+v.ID+"/files", nil))
	if len(files) < 5 {
		t.Errorf("the files are %+v", files)
	}
	text := gives[api.FileText](c.viewer.do("GET", "/versions/"+v.ID+"/file?path=Chart.yaml", nil))
	if !strings.Contains(text.Text, "name: redis") || text.Binary {
		t.Errorf("Chart.yaml is %+v", text)
	}
	c.viewer.do("GET", "/versions/"+v.ID+"/file?path=../../etc/passwd", nil).refused(404, "not-found")
	if readme := gives[api.Readme](c.viewer.do("GET", "/versions/"+v.ID+"/readme", nil)); !strings.Contains(readme.Readme, "Redis") {
		t.Errorf("the README is %q", readme.Readme)
	}
	replaced := c.isv.do("PUT", "/versions/"+v.ID+"/package?revision=1", s.chart(1))
	replaced.at(replaced.refused(422, "version-number"), "body.package")
	if again := gives[api.Version](c.isv.do("PUT", "/versions/"+v.ID+"/package?revision=1", s.chart(0))); again.Package.Digest != v.Package.Digest || again.Revision == v.Revision {
		t.Errorf("the same package again is %+v", again)
	}
}

func TestDeletedVersionsAndAppsAreGone(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	app, v := c.isv.upload()
	c.isv.do("DELETE", "/apps/"+app.ID, nil).refused(409, "app-has-versions")
	gives[struct{}](c.isv.do("DELETE", "/versions/"+v.ID+"?revision=1", nil))
	c.isv.do("GET", "/versions/"+v.ID, nil).refused(404, "not-found")
	again := gives[api.Version](c.isv.do("POST", "/apps/"+app.ID+"/versions", s.chart(0)))
	gives[struct{}](c.isv.do("DELETE", "/versions/"+again.ID+"?revision=1", nil))
	gives[struct{}](c.isv.do("DELETE", "/apps/"+app.ID, nil))
	c.isv.do("GET", "/apps/"+app.ID, nil).refused(404, "not-found")
	if left := gives[store.List[domain.Entry]](c.admin.do("GET", "/apps/"+app.ID+"/audit", nil)); left.Total != 6 {
		t.Errorf("of the deleted app the audit has %d entries", left.Total)
	}
}

func TestIconsComeWithCharts(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	icon, err := demo.Icon()
	s.ok(err)
	checked := gives[api.CheckedPackage](c.isv.do("POST", "/workspaces/demo-workspace/packages/check", s.chart(0).file("icon", "i.png", icon)))
	if !strings.HasPrefix(checked.IconData, "data:image/png;base64,"+base64.StdEncoding.EncodeToString([]byte("\x89PNG"))[:4]) {
		t.Errorf("the icon is shown as %.40s", checked.IconData)
	}
}
