package store

import "github.com/chandler-dev/chandler/marketplace/domain"

var verifications = table[domain.Verification]{
	name: "verifications", noun: "verification", key: "id",
	call:     func(v *domain.Verification) string { return v.ID },
	identify: func(v *domain.Verification) string { return v.ID },
	revision: func(v *domain.Verification) *int64 { return &v.Revision },
	fields: func(v *domain.Verification) []field {
		return []field{{"id", &v.ID, stored}, {"version", &v.Version, stored}, {"digest", &v.Digest, stored}, {"state", &v.State, stored},
			{"message", &v.Message, stored}, {"doing", &v.Doing, stored}, {"queued", moment{&v.Queued}, stored},
			{"started", perhaps{&v.Started}, stored}, {"ended", perhaps{&v.Ended}, stored}, {"revision", &v.Revision, stored},
			{"report", verbatim{&v.Report}, large}}
	},
}

func (x *transaction) InsertVerification(v *domain.Verification) error {
	return verifications.insert(x, v)
}

func (x *transaction) GetVerification(id string) (*domain.Verification, error) {
	return verifications.get(x, id)
}

func (x *transaction) UpdateVerification(v *domain.Verification) error {
	return verifications.update(x, v)
}

func (x *transaction) ListVerifications(version string) ([]*domain.Verification, error) {
	return verifications.query(x, "WHERE version = ? ORDER BY queued DESC, id", true, version)
}
