package domain

import (
	"slices"
	"testing"
)

var instanceStates = []InstanceState{Creating, Upgrading, Running, Failed, Deleting, Removed}

func TestWhenAnInstanceMayBeChangedAndDeleted(t *testing.T) {
	for _, state := range instanceStates {
		i := &Instance{Name: "cache", State: state}
		if got, want := codeOf(t, i.MayChange()) == "", state == Running || state == Failed; got != want {
			t.Errorf("change while %s: %t", state, got)
		}
		if got, want := codeOf(t, i.MayDelete()) == "", state != Deleting && state != Removed; got != want {
			t.Errorf("delete while %s: %t", state, got)
		}
	}
}

func TestAnInstancesLife(t *testing.T) {
	i := &Instance{ID: "ins-1"}
	v := &Version{ID: "ver-1", Number: "1.0.0", Package: Package{Deployer: "r@sha256:1"}}
	first := i.Begin(ChangeInstall, v, "isv", ProjectOperator, now)
	if i.State != Creating || i.Current != 1 || first.N != 1 || first.State != ChangePending || first.Deployer != "r@sha256:1" || first.Over() {
		t.Fatalf("%+v %+v", i, first)
	}
	first.State, first.Reason = ChangeFailed, "no image"
	i.End(first, now)
	if i.State != Failed || i.Reason != "no image" || i.Good != 0 || first.Ended == nil || !first.Over() {
		t.Fatalf("%+v", i)
	}
	retry := i.Begin(ChangeRetry, v, "isv", ProjectOperator, now)
	if i.State != Creating || i.Reason != "" {
		t.Fatalf("nothing succeeded yet: %+v", i)
	}
	retry.State = ChangeSucceeded
	i.End(retry, now)
	if i.State != Running || i.Good != 2 {
		t.Fatalf("%+v", i)
	}
	upgrade := i.Begin(ChangeUpgrade, &Version{ID: "ver-2", Number: "2.0.0"}, "isv", ProjectOperator, now)
	if i.State != Upgrading || i.Version != "ver-2" || i.Number != "2.0.0" {
		t.Fatalf("%+v", i)
	}
	i.State, upgrade.State = Deleting, ChangeSucceeded
	i.End(upgrade, now)
	if i.State != Deleting || i.Good != 2 || upgrade.Ended == nil {
		t.Fatalf("the end of a revision changed an instance that is being deleted: %+v", i)
	}
}

func TestTheEndOfAnEarlierRevisionChangesOnlyThat(t *testing.T) {
	i := &Instance{State: Running, Current: 3, Good: 3}
	late := &Change{N: 2, State: ChangeFailed, Reason: "late"}
	if i.End(late, now); i.State != Running || i.Reason != "" || late.Ended == nil {
		t.Errorf("%+v", i)
	}
}

// installers are those who may install a version anew that is not in the store: the owning workspace's members.
var installers = []string{"admin", "workspace-admin", "workspace-regular", "workspace-viewer"}

func TestWhoInstallsWhatInWhichState(t *testing.T) {
	for who, p := range people() {
		for _, state := range VersionStates {
			for _, withheld := range []bool{false, true} {
				app := &App{ID: "app-1", Workspace: "own", Published: &Details{}, LatestActive: "1.0.0", Withheld: withheld}
				if withheld {
					app.LatestActive = ""
				}
				v := &Version{ID: "ver-1", App: "app-1", State: state}
				want := ""
				switch {
				case state == Active && !withheld:
				case who == "anonymous":
					want = "sign-in"
				case !slices.Contains(installers, who):
					want = "not-found"
				case state == Suspended || state == Deleted:
					want = "version-state"
				}
				if got := codeOf(t, MayInstall(p, app, v)); got != want {
					t.Errorf("%s installs %s (withheld %t): %q, want %q", who, state, withheld, got, want)
				}
				if got := codeOf(t, MayMoveTo(p, &Instance{App: "app-1", Version: "ver-0"}, app, v)); got != want {
					t.Errorf("%s moves to %s: %q, want %q", who, state, got, want)
				}
				if got := codeOf(t, MayMoveTo(p, &Instance{App: "app-1", Version: "ver-1"}, app, v)); got != "" {
					t.Errorf("%s may not keep a version that is %s: %q", who, state, got)
				}
				if got := codeOf(t, MayMoveTo(p, &Instance{App: "app-2", Version: "ver-1"}, app, v)); got != "version-app" {
					t.Errorf("%s moves to another app's version: %q", who, got)
				}
			}
		}
	}
}
