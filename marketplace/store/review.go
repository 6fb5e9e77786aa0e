package store

import "github.com/chandler-dev/chandler/marketplace/domain"

var reviews = table[domain.Review]{
	name: "reviews", noun: "review", key: "id",
	call:     func(r *domain.Review) string { return r.ID },
	identify: func(r *domain.Review) string { return r.ID },
	fields:   reviewFields,
}

func reviewFields(r *domain.Review) []field {
	return []field{{"id", &r.ID, stored}, {"version", &r.Version, stored}, {"app", &r.App, stored}, {"state", &r.State, stored},
		{"submitted_by", &r.SubmittedBy, stored}, {"reviewer", &r.Reviewer, stored}, {"message", &r.Message, stored},
		{"override", &r.Override, stored}, {"opened", moment{&r.Opened}, stored}, {"closed", perhaps{&r.Closed}, stored}}
}

// reviewRows are reviews with what the list shows of their app, version and verification.
var reviewRows = table[ReviewRow]{
	name: "reviews",
	fields: func(r *ReviewRow) []field {
		return append(reviewFields(&r.Review),
			field{"(SELECT details FROM apps WHERE apps.id = reviews.app)", shownOf{r}, computed},
			field{"(SELECT workspace FROM apps WHERE apps.id = reviews.app)", &r.Workspace, computed},
			field{"(SELECT number FROM versions WHERE versions.id = reviews.version)", &r.Number, computed},
			field{"coalesce((SELECT v.state FROM versions JOIN verifications v ON v.id = versions.verification WHERE versions.id = reviews.version), '')", &r.Verification, computed})
	},
}

// shownOf reads from an app's details what the list of reviews shows.
type shownOf struct{ *ReviewRow }

func (s shownOf) Scan(src any) error {
	var d domain.Details
	err := document{&d}.Scan(src)
	s.AppName, s.Icon = d.Name, d.Icon
	return err
}

func (x *transaction) InsertReview(r *domain.Review) error         { return reviews.insert(x, r) }
func (x *transaction) GetReview(id string) (*domain.Review, error) { return reviews.get(x, id) }
func (x *transaction) UpdateReview(r *domain.Review) error         { return reviews.update(x, r) }

func (x *transaction) ListReviews(q ReviewQuery, p Page) (List[*ReviewRow], error) {
	var f filter
	switch q.Tab {
	case "unreleased":
		f.and("closed IS NULL")
	case "completed":
		f.and("closed IS NOT NULL")
	case "", "all":
	default:
		return List[*ReviewRow]{}, domain.Invalidf("query.tab", "tab", "the list of reviews has no tab %q", q.Tab).With("use one of: unreleased, completed, all")
	}
	if q.Text != "" {
		f.and(`app IN (SELECT id FROM apps WHERE name_key LIKE ? ESCAPE '\')`, "%"+escape(fold(q.Text))+"%")
	}
	o, err := p.ordered(order{columns: []string{"opened", "id"}, descending: true}, map[string][]string{"opened": {"opened", "id"}})
	if err != nil {
		return List[*ReviewRow]{}, err
	}
	return reviewRows.list(x, f, o, p)
}
