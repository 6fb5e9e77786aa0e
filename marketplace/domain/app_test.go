package domain

import "testing"

func TestAnAppsStateFollowsItsVersions(t *testing.T) {
	for _, test := range []struct {
		name                 string
		versions             []Version
		withheld             bool
		state                VersionState
		latest, latestActive string
	}{
		{"without versions", nil, false, Deleted, "", ""},
		{"all deleted", []Version{{Number: "1.0.0", State: Deleted}}, false, Deleted, "", ""},
		{"all deleted of a withheld app", []Version{{Number: "1.0.0", State: Deleted}}, true, Deleted, "", ""},
		{"a draft", []Version{{Number: "1.0.0", State: Draft}}, false, Draft, "1.0.0", ""},
		{"rejected beats draft", []Version{{Number: "1.0.0", State: Draft}, {Number: "2.0.0", State: Rejected}}, false, Rejected, "2.0.0", ""},
		{"passed beats rejected", []Version{{Number: "10.0.0", State: Passed}, {Number: "9.0.0", State: Rejected}}, false, Passed, "10.0.0", ""},
		{"in review shows as submitted", []Version{{Number: "1.0.0", State: InReview}, {Number: "1.0.1", State: Passed}}, false, Submitted, "1.0.1", ""},
		{"active beats all", []Version{{Number: "2.0.0-rc.1", State: Submitted}, {Number: "1.0.0", State: Active}, {Number: "1.10.0", State: Active}}, false, Active, "2.0.0-rc.1", "1.10.0"},
		{"suspended is last", []Version{{Number: "1.0.0", State: Suspended}, {Number: "1.0.1", State: Draft}}, false, Draft, "1.0.1", ""},
		{"all suspended", []Version{{Number: "1.0.0", State: Suspended}}, false, Suspended, "1.0.0", ""},
		{"withheld", []Version{{Number: "1.0.0", State: Active}}, true, Suspended, "1.0.0", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := &App{Withheld: test.withheld, Published: &Details{}}
			versions := make([]*Version, len(test.versions))
			for i := range versions {
				versions[i] = &test.versions[i]
			}
			a.Derive(versions)
			if a.State != test.state || a.Latest != test.latest || a.LatestActive != test.latestActive || a.InStore() != (test.latestActive != "") {
				t.Errorf("%s, latest %q, active %q, in store %t", a.State, a.Latest, a.LatestActive, a.InStore())
			}
		})
	}
}

func TestTheStoreShowsTheSnapshotOfARelease(t *testing.T) {
	a := &App{Details: Details{Name: "Redis", Keywords: []string{"cache"}}, LatestActive: "1.0.0"}
	if a.InStore() {
		t.Error("shown before its first release")
	}
	a.Publish(now)
	a.Details.Name, a.Details.Keywords[0] = "Valkey", "changed"
	if a.Published.Name != "Redis" || a.Published.Keywords[0] != "cache" || !a.Released.Equal(now) || !a.InStore() {
		t.Errorf("%+v", a.Published)
	}
}

func TestWholeAppsAreSuspendedActivatedAndDeleted(t *testing.T) {
	active, withheld, draft := &App{State: Active}, &App{State: Suspended, Withheld: true}, &App{State: Draft}
	for _, test := range []struct {
		err  error
		code string
	}{
		{active.MaySuspend(), ""}, {withheld.MaySuspend(), "app-state"}, {draft.MaySuspend(), "app-state"},
		{active.MayActivate(), "app-state"}, {withheld.MayActivate(), ""}, {(&App{State: Suspended}).MayActivate(), "app-state"},
		{draft.MayDelete([]*Version{{State: Deleted}}), ""}, {draft.MayDelete(nil), ""}, {draft.MayDelete([]*Version{{State: Deleted}, {State: Draft}}), "app-has-versions"},
		{PackageFits(&App{}, Package{ChartName: "redis"}), ""}, {PackageFits(&App{ChartName: "redis"}, Package{ChartName: "redis"}), ""},
		{PackageFits(&App{ChartName: "redis"}, Package{ChartName: "nginx"}), "chart-name"},
	} {
		if got := codeOf(t, test.err); got != test.code {
			t.Errorf("%v: %q, want %q", test.err, got, test.code)
		}
	}
}
