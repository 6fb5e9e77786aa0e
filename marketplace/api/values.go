package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// check holds values for an instance to the rules of the version's parameters, as the install will, and gives one refusal
// of all that is wrong, other faults included.
func (k *settings) check(name, project string, values map[string]any, others ...error) error {
	known, faults := k.known(values)
	broken, err := k.broken(name, project, known)
	if err != nil {
		return err
	}
	return domain.Together("the instance is not in order", append(others, refusal(append(faults, broken...)))...)
}

// refusal is of all faults; nil if there are none.
func refusal(faults []domain.Detail) error {
	if len(faults) == 0 {
		return nil
	}
	e := &domain.Error{Kind: domain.Invalid, Code: "values", Message: "the settings are not in order", Hint: "mend the fields that are named", Details: faults}
	if len(faults) == 1 {
		e.Message, e.Hint = faults[0].Message, faults[0].Hint
	}
	return e
}

const valuesField = "body.values."

// known are the values that are of parameters, without those that are of none: what is made where nothing is given is not
// given by null. Of the others it gives the faults.
func (k *settings) known(values map[string]any) (map[string]any, []domain.Detail) {
	known, faults := map[string]any{}, []domain.Detail(nil)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.ContainsFunc(k.asked, func(p *schema.Property) bool { return p.Name == name }):
			shown := oneLine(name, domain.MaxTitle)
			faults = append(faults, domain.Detail{Field: valuesField + shown, Message: shown + " is no setting of this version", Hint: "leave it out"})
		case values[name] != nil:
			known[name] = values[name]
		}
	}
	return known, faults
}

// broken are the values that break the rules, and the parameters that need one.
func (k *settings) broken(name, project string, values map[string]any) ([]domain.Detail, error) {
	err := k.provision(name, project, values)
	var missing provision.Missing
	var faults []domain.Detail
	if errors.As(err, &missing) {
		filled := maps.Clone(values)
		for _, p := range missing {
			faults = append(faults, domain.Detail{Field: valuesField + p.Name, Message: titleOf(p) + " needs a value", Hint: "enter one"})
			filled[p.Name] = provision.Placeholder(p)
		}
		err = k.provision(name, project, filled)
	}
	var problems schema.Problems
	switch {
	case err == nil:
		return faults, nil
	case !errors.As(err, &problems):
		return nil, fmt.Errorf("check the settings: %w", err)
	}
	for _, p := range problems.Errors() {
		if slices.ContainsFunc(missing, func(m *schema.Property) bool { return m.Name == p.Parameter }) {
			continue // a placeholder's
		}
		faults = append(faults, domain.Detail{Field: k.fieldOf(p.Parameter), Message: p.Message, Hint: p.Hint})
	}
	return faults, nil
}

// provision makes what an install would make, and throws it away.
func (k *settings) provision(name, project string, values map[string]any) error {
	_, err := provision.Make(provision.Input{Schema: k.schema, Name: name, Namespace: project, Mode: provision.Install, Given: values, StorageClass: "standard",
		Environment: schema.Environment{Rand: rand.NewChaCha8([32]byte{}), Now: time.Unix(0, 0), CertificateNames: []string{"localhost"}},
		Deployer:    provision.Deployer{Image: "chandler.invalid/package/deployer:check"}})
	return err
}

// fieldOf is the field of the request that a parameter comes from.
func (k *settings) fieldOf(parameter string) string {
	p := k.schema.Property(parameter)
	switch {
	case p != nil && p.X == schema.Name:
		return "body.name"
	case p != nil && p.X == schema.Namespace:
		return "path.project"
	case parameter == "":
		return "body.values"
	}
	return valuesField + parameter
}

func titleOf(p *schema.Property) string {
	if p.Title != "" {
		return oneLine(p.Title, domain.MaxTitle)
	}
	return p.Name
}

// shown gives values with domain.Kept in place of secrets.
func (k *settings) shown(values map[string]any) map[string]any {
	if values == nil {
		return map[string]any{}
	}
	return engine.Mask(k.schema, values)
}

// meant puts the earlier values in the place of those that came back as domain.Kept. was are the settings of the version
// that the earlier values were for.
func (k *settings) meant(values, earlier map[string]any, was *settings) (map[string]any, error) {
	meant := engine.Unmask(k.schema, values, earlier)
	for _, name := range was.secrets() {
		if meant[name] == domain.Kept {
			return nil, domain.Invalidf(valuesField+name, "kept", "%s was secret and is not in this version: it is not handed on", name).With("enter it again")
		}
	}
	return meant, nil
}

// seal sets the values of a revision.
func (s *Server) seal(c *domain.Change, values map[string]any) error {
	if values == nil {
		values = map[string]any{}
	}
	text, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("write the values of revision %d: %w", c.N, err)
	}
	c.Values = s.Sealer.Seal(text, auth.AboutValues(c.Instance, c.N))
	return nil
}
