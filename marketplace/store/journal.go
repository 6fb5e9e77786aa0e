package store

import "github.com/chandler-dev/chandler/marketplace/domain"

var journal = table[domain.Entry]{
	name: "audit",
	fields: func(e *domain.Entry) []field {
		return []field{{"sequence", &e.Sequence, computed}, {"time", moment{&e.Time}, stored}, {"actor", &e.Actor, stored}, {"address", &e.Address, stored},
			{"action", &e.Action, stored}, {"subject", &e.Subject, stored}, {"name", &e.Name, stored}, {"workspace", &e.Workspace, stored},
			{"app", &e.App, stored}, {"version", &e.Version, stored}, {"review", &e.Review, stored}, {"from_state", &e.From, stored},
			{"to_state", &e.To, stored}, {"message", &e.Message, stored}, {"digest", &e.Digest, stored}}
	},
}

func (x *transaction) Audit(e *domain.Entry) error {
	fields := journal.fields(e)
	args, err := values(fields)
	if err != nil {
		return err
	}
	_, err = x.one([]any{&e.Sequence}, "INSERT INTO audit ("+columns(fields, written)+") VALUES ("+marks(len(args))+") RETURNING sequence", args...)
	return err
}

func (x *transaction) ListAudit(q AuditQuery, p Page) (List[*domain.Entry], error) {
	var f filter
	for _, e := range []struct{ column, value string }{{"workspace", q.Workspace}, {"app", q.App}, {"version", q.Version},
		{"actor", q.Actor}, {"action", q.Action}, {"subject", q.Subject}} {
		f.equals(e.column, e.value)
	}
	f.contains(q.Text, "name", "message")
	o, err := p.ordered(order{columns: []string{"sequence"}, descending: true}, map[string][]string{"sequence": {"sequence"}, "time": {"time", "sequence"}})
	if err != nil {
		return List[*domain.Entry]{}, err
	}
	return journal.list(x, f, o, p)
}
