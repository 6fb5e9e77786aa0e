package form

import "github.com/chandler-dev/chandler/schema"

// details gives the value of ui:chandler: what a property is to the marketplace, where a plain field would not do, with
// what a better one needs. It is nil for other properties.
func details(p *schema.Property) map[string]any {
	switch p.X {
	case schema.Name, schema.Namespace, schema.GeneratedPassword, schema.TLSCertificate, schema.ReportingSecret:
		return map[string]any{"kind": p.X}
	case schema.StorageClassType:
		return map[string]any{"kind": p.X, "type": p.StorageClass.Type}
	case schema.ServiceAccountType:
		return map[string]any{"kind": p.X, "description": p.ServiceAccount.Description, "roles": roles(p.ServiceAccount)}
	}
	return nil
}

// role has the keys of a role in schema.yaml.
type role struct {
	Type              string `json:"type"`
	RulesType         string `json:"rulesType"`
	RulesFromRoleName string `json:"rulesFromRoleName,omitempty"`
	Rules             []rule `json:"rules,omitempty"`
}

type rule struct {
	APIGroups     []string `json:"apiGroups"`
	Resources     []string `json:"resources"`
	ResourceNames []string `json:"resourceNames,omitempty"`
	Verbs         []string `json:"verbs"`
}

func roles(a *schema.ServiceAccount) []role {
	out := make([]role, 0, len(a.Roles))
	for _, r := range a.Roles {
		shown := role{Type: r.Type, RulesType: r.RulesType, RulesFromRoleName: r.RulesFromRoleName}
		for _, allowed := range r.Rules {
			shown.Rules = append(shown.Rules, rule(allowed))
		}
		out = append(out, shown)
	}
	return out
}
