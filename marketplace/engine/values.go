package engine

import (
	"maps"

	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/schema"
)

// Secret says whether a property's value is not for showing: masked, a password, a private key.
func Secret(p *schema.Property) bool { return redact.Secret(p) }

// Mask gives values for showing: in place of each secret one that is there stands domain.Kept. The map is a new one.
func Mask(s *schema.Schema, values map[string]any) map[string]any {
	shown := maps.Clone(values)
	for _, p := range s.Properties {
		if v, there := shown[p.Name]; there && Secret(p) && v != nil && v != "" {
			shown[p.Name] = domain.Kept
		}
	}
	return shown
}

// Unmask gives the values that are meant by ones that came back from where Mask's were shown: in place of domain.Kept
// stands the earlier value of a secret, or none if there was none. Neither map is changed.
func Unmask(s *schema.Schema, values, earlier map[string]any) map[string]any {
	meant := maps.Clone(values)
	for _, p := range s.Properties {
		if meant[p.Name] != domain.Kept || !Secret(p) {
			continue
		}
		if v, was := earlier[p.Name]; was {
			meant[p.Name] = v
		} else {
			delete(meant, p.Name)
		}
	}
	return meant
}
