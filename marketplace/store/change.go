package store

import (
	"strconv"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var changes = table[domain.Change]{
	name: "changes", noun: "revision", key: "n",
	call:     func(c *domain.Change) string { return strconv.Itoa(c.N) + " of instance " + c.Instance },
	identify: func(c *domain.Change) string { return strconv.Itoa(c.N) },
	fields: func(c *domain.Change) []field {
		return []field{{"instance", &c.Instance, stored}, {"n", &c.N, stored}, {"kind", &c.Kind, stored}, {"version", &c.Version, stored},
			{"number", &c.Number, stored}, {"deployer", &c.Deployer, stored}, {"from_n", &c.From, stored}, {"state", &c.State, stored},
			{"role", &c.Role, stored}, {"changed_by", &c.By, stored}, {"reason", &c.Reason, stored}, {"doing", &c.Doing, stored},
			{"created", moment{&c.Created}, stored}, {"started", perhaps{&c.Started}, stored}, {"ended", perhaps{&c.Ended}, stored},
			{"outcome", verbatim{&c.Outcome}, stored}, {"given", &c.Values, large}, {"generated", &c.Generated, large}}
	},
}

func (x *transaction) InsertChange(c *domain.Change) error { return changes.insert(x, c) }

func (x *transaction) GetChange(instance string, n int) (*domain.Change, error) {
	return changes.getBy(x, "instance = ? AND n = ?", "revision "+strconv.Itoa(n)+" of instance "+instance, instance, n)
}

func (x *transaction) UpdateChange(c *domain.Change) error {
	return changes.updateBy(x, c, "instance = ? AND n = ?", c.Instance, c.N)
}

func (x *transaction) ListChanges(instance string) ([]*domain.Change, error) {
	return changes.query(x, "WHERE instance = ? ORDER BY n DESC", true, instance)
}
