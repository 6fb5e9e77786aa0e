package domain

import (
	"slices"
	"strings"
	"time"
)

// App is a template of which instances are installed. What its owners edit is the working copy; what the store shows is
// the snapshot that a release took of it.
type App struct {
	ID        string `json:"id"`
	Workspace string `json:"workspace" doc:"Owner; empty once its workspace was deleted"`
	// ChartName is the name that the charts of all versions have.
	ChartName string  `json:"chartName"`
	Details   Details `json:"details"`
	// Published is what the store shows; nil before the first release.
	Published *Details `json:"published,omitempty"`
	// Category is an id; empty is Uncategorized.
	Category string `json:"category"`
	// State is derived from the versions and Withheld, by DeriveState.
	State VersionState `json:"state"`
	// Withheld is a suspension of the whole app. Its versions keep their states, so that activating the app brings back
	// just what was there.
	Withheld bool `json:"withheld"`
	// Latest is the number of the highest version, LatestActive that of the highest one that the store shows.
	Latest       string     `json:"latest"`
	LatestActive string     `json:"latestActive,omitempty"`
	Author       string     `json:"author"`
	Created      time.Time  `json:"created"`
	Updated      time.Time  `json:"updated"`
	Released     *time.Time `json:"released,omitempty" doc:"When a version was last released"`
	Revision     int64      `json:"revision" doc:"Changes name the revision they are based on"`
}

// Details are what people read of an app.
type Details struct {
	Name         string   `json:"name"`
	Summary      string   `json:"summary" doc:"One line"`
	Introduction string   `json:"introduction" doc:"Markdown"`
	Home         string   `json:"home"`
	Keywords     []string `json:"keywords"`
	Maintainers  []string `json:"maintainers"`
	Sources      []string `json:"sources"`
	// Icon is the digest of a PNG of at most 96×96 pixels; empty for none.
	Icon string `json:"icon"`
}

// Check says what is wrong with details, all of it.
func (d *Details) Check() error {
	faults := []error{CheckTitle("details.name", d.Name), CheckLine("details.summary", d.Summary, 200),
		CheckText("details.introduction", d.Introduction, MaxText), CheckLink("details.home", d.Home)}
	for _, list := range []struct {
		field string
		items []string
		check func(field, item string) error
	}{{"details.keywords", d.Keywords, checkKeyword}, {"details.maintainers", d.Maintainers, checkPerson}, {"details.sources", d.Sources, CheckLink}} {
		if len(list.items) > 30 {
			faults = append(faults, Invalidf(list.field, "too-many", "%s has %d entries", last(list.field), len(list.items)).With("keep at most 30"))
			continue
		}
		for _, item := range list.items {
			faults = append(faults, list.check(list.field, item))
		}
	}
	return Together("the app's details are not in order", faults...)
}

func checkKeyword(field, k string) error { return checkLine(field, k, 1, 40) }
func checkPerson(field, p string) error  { return checkLine(field, p, 1, 120) }

// Together makes one Error of those that are not nil; nil if all are.
func Together(message string, faults ...error) error {
	var found []*Error
	for _, f := range faults {
		if e, ok := f.(*Error); ok && e != nil { //nolint:errorlint // those of this package's checks come as they are
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return nil
	case 1:
		return found[0]
	}
	all := &Error{Kind: Invalid, Code: "invalid", Message: message}
	for _, e := range found {
		if len(e.Details) > 0 {
			all.Details = append(all.Details, e.Details...)
			continue
		}
		all.Details = append(all.Details, Detail{Field: e.Field, Message: e.Message, Hint: e.Hint})
	}
	return all
}

// Derive brings what follows from the versions up to date: State, Latest and LatestActive. Deleted versions count for
// nothing; an app without others is deleted.
func (a *App) Derive(versions []*Version) {
	a.State, a.Latest, a.LatestActive = Deleted, "", ""
	rank := len(derived)
	for _, v := range versions {
		if v.State == Deleted {
			continue
		}
		a.Latest = higher(a.Latest, v.Number)
		if v.State == Active {
			a.LatestActive = higher(a.LatestActive, v.Number)
		}
		for r, d := range derived {
			if d.of == v.State && r < rank {
				rank, a.State = r, d.to
			}
		}
	}
	if a.Withheld && a.State != Deleted {
		a.State, a.LatestActive = Suspended, ""
	}
}

// derived is the app's state by what its versions are: the first that one of them is.
var derived = []struct{ of, to VersionState }{
	{Active, Active}, {InReview, Submitted}, {Submitted, Submitted}, {Passed, Passed}, {Rejected, Rejected}, {Draft, Draft}, {Suspended, Suspended},
}

func higher(a, b string) string {
	if strings.Compare(VersionOrder(a), VersionOrder(b)) >= 0 {
		return a
	}
	return b
}

// InStore tells whether the store shows the app.
func (a *App) InStore() bool { return a.LatestActive != "" && a.Published != nil }

// Publish takes the snapshot that the store shows from now on.
func (a *App) Publish(now time.Time) {
	details := a.Details
	details.Keywords, details.Maintainers, details.Sources = slices.Clone(details.Keywords), slices.Clone(details.Maintainers), slices.Clone(details.Sources)
	a.Published, a.Released = &details, &now
}

// MaySuspend and MayActivate say whether the whole app can be taken from the store and brought back.
func (a *App) MaySuspend() error {
	if a.State != Active {
		return Conflictf("app-state", "%s is not in the store", a.Details.Name)
	}
	return nil
}

// MayActivate refuses an app that is not suspended as a whole.
func (a *App) MayActivate() error {
	if !a.Withheld {
		return Conflictf("app-state", "%s is not suspended", a.Details.Name).With("a version that is suspended by itself is brought back by Activate Version")
	}
	return nil
}

// MayDelete refuses an app with versions that are not deleted.
func (a *App) MayDelete(versions []*Version) error {
	for _, v := range versions {
		if v.State != Deleted {
			return Conflictf("app-has-versions", "%s still has versions, such as %s", a.Details.Name, v.Number).With("delete its versions first")
		}
	}
	return nil
}
