package store

import (
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// storeApps are apps as lists of the store show them: the working copy is not read.
var storeApps = table[app]{
	name: "apps",
	fields: func(a *app) []field {
		return slices.DeleteFunc(apps.fields(a), func(f field) bool { return f.column == "details" || f.how == large })
	},
}

func (x *transaction) ListStore(q StoreQuery, p Page) (List[*domain.App], error) {
	o, err := p.ordered(order{columns: []string{"shown"}, descending: true}, map[string][]string{"released": {"shown"}, "name": {"shown_key", "id"}})
	if err != nil {
		return List[*domain.App]{}, err
	}
	var f filter
	f.and("shown IS NOT NULL")
	f.category(q.Category)
	var found List[*app]
	switch {
	case q.Text == "":
		found, err = x.shelf(f, o, p, q.Category)
	case q.Category == "" && o.columns[0] == "shown":
		found, err = x.foundInStore(q.Text, o, p)
	default:
		x.found(&f, "shown", "store_words", q.Text)
		found, err = storeApps.list(x, f, o, p)
	}
	list := List[*domain.App]{Items: make([]*domain.App, len(found.Items)), Total: found.Total}
	for i, a := range found.Items {
		a.Details = *a.Published
		list.Items[i] = &a.App
	}
	return list, err
}

// shelf gives a page of a category, or of all; how many there are is known. The page is found in an index first: rows
// that come before it are not read.
func (x *transaction) shelf(f filter, o order, p Page, category string) (List[*app], error) {
	end, args := p.part()
	unique := o.columns[len(o.columns)-1]
	page := "WHERE " + unique + " IN (SELECT " + unique + " FROM apps " + f.where() + o.by() + end + ")"
	items, err := storeApps.query(x, page+o.by(), true, slices.Concat(f.args, args)...)
	if err != nil {
		return List[*app]{}, err
	}
	total, err := p.total(len(items), func() (int, error) {
		if category == "" {
			return x.count("SELECT CAST(coalesce(sum(apps), 0) AS BIGINT) FROM store_counts")
		}
		if category == domain.Uncategorized {
			category = ""
		}
		return x.count("SELECT apps FROM store_counts WHERE category = ?", category)
	})
	return List[*app]{Items: items, Total: total}, err
}

// foundInStore gives a page of what has words that begin so, by the time of release: that is the order in which words
// are kept, so that only the page's apps are read.
func (x *transaction) foundInStore(text string, o order, p Page) (List[*app], error) {
	wanted := words(text)
	if len(wanted) == 0 {
		return List[*app]{Items: []*app{}}, nil // nothing but punctuation
	}
	s := x.db.dialect.search
	places := " FROM store_words WHERE " + strings.ReplaceAll(s.find, "TABLE", "store_words")
	byPlace := order{columns: []string{s.place}, descending: o.descending}
	end, args := p.part()
	items, err := storeApps.query(x, "WHERE shown IN (SELECT "+s.place+places+byPlace.by()+end+")"+o.by(), true, append([]any{s.begins(wanted)}, args...)...)
	if err != nil {
		return List[*app]{}, err
	}
	total, err := p.total(len(items), func() (int, error) { return x.count("SELECT count(*)"+places, s.begins(wanted)) })
	return List[*app]{Items: items, Total: total}, err
}

func (x *transaction) CountStore() (int, map[string]int, error) {
	rows, err := x.query("SELECT category, apps FROM store_counts WHERE apps > 0")
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = rows.Close() }()
	total, each := 0, map[string]int{}
	for rows.Next() {
		var category string
		var n int
		if err := rows.Scan(&category, &n); err != nil {
			return 0, nil, err
		}
		if category == "" {
			category = domain.Uncategorized
		}
		each[category] = n
		total += n
	}
	return total, each, rows.Err()
}

// recount keeps how many apps the store shows of each category, after an app has changed; nil where it was not there.
func (x *transaction) recount(before, after *app) error {
	was, is := before != nil && before.shown != nil, after != nil && after.shown != nil
	if was && is && before.Category == after.Category {
		return nil
	}
	if was {
		if err := x.countIn(before.Category, -1); err != nil {
			return err
		}
	}
	if is {
		return x.countIn(after.Category, 1)
	}
	return nil
}

func (x *transaction) countIn(category string, n int) error {
	_, err := x.exec("INSERT INTO store_counts (category, apps) VALUES (?, ?) ON CONFLICT (category) DO UPDATE SET apps = store_counts.apps + excluded.apps", category, n)
	return err
}
