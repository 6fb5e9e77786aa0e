package store

import (
	"errors"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// app is an App with the places at which its words are kept.
type app struct {
	domain.App
	place int64
	shown *int64 // nil while the store does not show the app
}

var apps = table[app]{
	name: "apps", noun: "app", key: "id", taken: "details.name",
	call:     func(a *app) string { return a.Details.Name },
	identify: func(a *app) string { return a.ID },
	revision: func(a *app) *int64 { return &a.Revision },
	fields: func(a *app) []field {
		latest, name, shown := []byte(domain.VersionOrder(a.Latest)), fold(a.Details.Name), ""
		if a.Published != nil {
			shown = fold(a.Published.Name)
		}
		return []field{{"id", &a.ID, stored}, {"workspace", &a.Workspace, stored}, {"category", reference{&a.Category}, stored},
			{"chart_name", &a.ChartName, stored}, {"state", &a.State, stored}, {"withheld", &a.Withheld, stored},
			{"latest", &a.Latest, stored}, {"latest_active", &a.LatestActive, stored}, {"author", &a.Author, stored},
			{"created", moment{&a.Created}, stored}, {"updated", moment{&a.Updated}, stored}, {"released", perhaps{&a.Released}, stored},
			{"revision", &a.Revision, stored}, {"details", details{&a.Details}, stored}, {"published", published{&a.Published}, stored},
			{"introduction", &a.Details.Introduction, large}, {"published_introduction", introduction{&a.Published}, large},
			{"place", &a.place, stored}, {"shown", &a.shown, stored},
			{"name_key", &name, derived}, {"shown_key", &shown, derived}, {"latest_order", &latest, derived}}
	},
}

func (x *transaction) InsertApp(a *domain.App) error {
	row := &app{App: *a}
	var err error
	if row.place, err = x.freePlace("place", a.Created); err != nil {
		return err
	}
	if err := x.show(row, nil, nil); err != nil {
		return err
	}
	if err := apps.insert(x, row); err != nil {
		return err
	}
	a.Revision = row.Revision
	if err := x.recount(nil, row); err != nil {
		return err
	}
	return x.putAppWords(row)
}

func (x *transaction) GetApp(id string) (*domain.App, error) {
	a, err := apps.getBy(x, "id = ? AND NOT deleted", "app "+id, id)
	if err != nil {
		return nil, err
	}
	return &a.App, nil
}

func (x *transaction) UpdateApp(a *domain.App) error {
	before, err := apps.getBy(x, "id = ? AND NOT deleted", "app "+a.ID, a.ID)
	if err != nil {
		return err
	}
	row := &app{App: *a, place: before.place}
	if err := x.show(row, before.shown, before.Released); err != nil {
		return err
	}
	if err := apps.update(x, row); err != nil {
		return err
	}
	a.Revision = row.Revision
	if err := x.recount(before, row); err != nil {
		return err
	}
	if before.shown != nil && (row.shown == nil || *row.shown != *before.shown) {
		if err := x.dropWords("store_words", *before.shown); err != nil {
			return err
		}
	}
	return x.putAppWords(row)
}

func (x *transaction) DeleteApp(id string) error {
	a, err := apps.getBy(x, "id = ? AND NOT deleted", "app "+id, id)
	if err != nil {
		return err
	}
	if a.shown != nil {
		if err := x.dropWords("store_words", *a.shown); err != nil {
			return err
		}
	}
	if err := errors.Join(x.dropWords("app_words", a.place), x.recount(a, nil)); err != nil {
		return err
	}
	_, err = x.exec("UPDATE apps SET deleted = TRUE, shown = NULL, category = NULL WHERE id = ?", id)
	return err
}

// show decides the app's place in the store: by its latest release, which before had a place already.
func (x *transaction) show(a *app, before *int64, released *time.Time) error {
	if a.shown = nil; !a.InStore() {
		return nil
	}
	if before != nil && released != nil && a.Released != nil && released.UnixMicro() == a.Released.UnixMicro() {
		a.shown = before
		return nil
	}
	at := a.Updated
	if a.Released != nil {
		at = *a.Released
	}
	place, err := x.freePlace("shown", at)
	a.shown = &place
	return err
}

// freePlace gives the time as a number, or the next one that no app has in the column.
func (x *transaction) freePlace(column string, at time.Time) (int64, error) {
	for place := at.UnixMicro(); ; place++ {
		n, err := x.count("SELECT count(*) FROM apps WHERE "+column+" = ?", place)
		if err != nil || n == 0 {
			return place, err
		}
	}
}

// putAppWords keeps the words by which the working copy and what the store shows are found.
func (x *transaction) putAppWords(a *app) error {
	if err := x.putWords("app_words", a.place, words(a.Details.Name, a.Details.Summary, a.ChartName)); err != nil || a.shown == nil {
		return err
	}
	p := a.Published
	texts := append([]string{p.Name, p.Summary}, append(p.Keywords, p.Maintainers...)...)
	return x.putWords("store_words", *a.shown, words(texts...))
}
