package store

import "github.com/chandler-dev/chandler/marketplace/domain"

var versions = table[domain.Version]{
	name: "versions", noun: "version", key: "id", taken: "body.number",
	call:     func(v *domain.Version) string { return v.Number },
	identify: func(v *domain.Version) string { return v.ID },
	revision: func(v *domain.Version) *int64 { return &v.Revision },
	fields: func(v *domain.Version) []field {
		order := []byte(domain.VersionOrder(v.Number))
		return []field{{"id", &v.ID, stored}, {"app", &v.App, stored}, {"number", &v.Number, stored}, {"state", &v.State, stored},
			{"changes", &v.Changes, stored}, {"package", document{&v.Package}, stored}, {"author", &v.Author, stored},
			{"reviewer", &v.Reviewer, stored}, {"review", &v.Review, stored}, {"message", &v.Message, stored},
			{"verification", &v.Verification, stored}, {"created", moment{&v.Created}, stored}, {"updated", moment{&v.Updated}, stored},
			{"released", perhaps{&v.Released}, stored}, {"revision", &v.Revision, stored}, {"number_order", &order, derived}}
	},
}

func (x *transaction) InsertVersion(v *domain.Version, files Files) error {
	if err := versions.insert(x, v); err != nil {
		return err
	}
	return x.PutFiles(v.ID, files)
}

func (x *transaction) GetVersion(id string) (*domain.Version, error) { return versions.get(x, id) }
func (x *transaction) UpdateVersion(v *domain.Version) error         { return versions.update(x, v) }

func (x *transaction) ListVersions(q VersionQuery, p Page) (List[*domain.Version], error) {
	var f filter
	f.equals("app", q.App)
	if len(q.States) > 0 {
		in(&f, "state", q.States)
	} else {
		f.and("state <> 'deleted'")
	}
	o, err := p.ordered(order{columns: []string{"number_order", "id"}, descending: true}, map[string][]string{
		"number": {"number_order", "id"}, "updated": {"updated", "id"}, "created": {"created", "id"}, "state": {"state", "number_order", "id"}})
	if err != nil {
		return List[*domain.Version]{}, err
	}
	return versions.list(x, f, o, p)
}

func (x *transaction) GetFiles(version string) (*Files, error) {
	f := &Files{}
	found, err := x.one([]any{&f.Readme, &f.Schema, &f.Form}, "SELECT readme, schema, form FROM version_files WHERE version = ?", version)
	if err == nil && !found {
		err = domain.NotFoundf("version %s does not exist", version)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (x *transaction) PutFiles(version string, f Files) error {
	_, err := x.exec("INSERT INTO version_files (version, readme, schema, form) VALUES (?, ?, ?, ?) "+
		"ON CONFLICT (version) DO UPDATE SET readme = excluded.readme, schema = excluded.schema, form = excluded.form", version, f.Readme, f.Schema, f.Form)
	if err != nil && x.db.dialect.isReferred(err) {
		return domain.NotFoundf("version %s does not exist", version)
	}
	return err
}
