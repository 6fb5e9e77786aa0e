package schema

import (
	"fmt"
	"slices"
)

// ServiceAccount is what a SERVICE_ACCOUNT, or the deployer's own ServiceAccount, is allowed to do.
type ServiceAccount struct {
	Description string
	Roles       []Role

	at position
}

// Role is one role of a ServiceAccount.
type Role struct {
	// Type is RoleNamespaced or RoleCluster.
	Type string
	// RulesType is RulesPredefined or RulesCustom.
	RulesType string
	// RulesFromRoleName is the ClusterRole to bind if RulesType is RulesPredefined.
	RulesFromRoleName string
	// Rules are what is allowed if RulesType is RulesCustom.
	Rules []Rule

	at position
}

// The values of Role.Type and Role.RulesType.
const (
	RoleNamespaced  = "Role"
	RoleCluster     = "ClusterRole"
	RulesPredefined = "PREDEFINED"
	RulesCustom     = "CUSTOM"
)

// Rule is an RBAC rule for resources.
type Rule struct {
	APIGroups, Resources, ResourceNames, Verbs []string
}

// accountPlace is where the manual has the keys of a service account; those of properties have the same.
const accountPlace = "x-google-marketplace.deployerServiceAccount"

// serviceAccount reads a serviceAccount or deployerServiceAccount; n may be nil. at is the place of its owner.
func (r *reader) serviceAccount(n *node, at position, path string) *ServiceAccount {
	account := &ServiceAccount{at: at}
	if n == nil {
		return account
	}
	r.known(n, path, accountPlace)
	account.Description = r.wordsAt(n, "description", path+".description")
	for i, item := range r.mapsAt(n, "roles", path+".roles") {
		if role, ok := r.role(item, fmt.Sprintf("%s.roles[%d]", path, i)); ok {
			account.Roles = append(account.Roles, role)
		}
	}
	return account
}

// role reads a role. ok is false for a role of a type that does not exist: the reference leaves it out without a word.
func (r *reader) role(n *node, path string) (role Role, ok bool) {
	r.known(n, path, accountPlace+".roles[]")
	role = Role{
		Type:              r.wordsAt(n, "type", path+".type"),
		RulesType:         r.wordsAt(n, "rulesType", path+".rulesType"),
		RulesFromRoleName: r.wordsAt(n, "rulesFromRoleName", path+".rulesFromRoleName"),
		at:                n.position,
	}
	switch role.RulesType {
	case RulesPredefined:
		r.predefined(n, role)
	case RulesCustom:
		role.Rules = r.custom(n, role, path)
	default:
		r.fault(n.keyAt("rulesType"), CodeRole, "rulesType must be one of PREDEFINED or CUSTOM", "")
	}
	switch role.Type {
	case RoleNamespaced, RoleCluster:
		return role, true
	case "":
		r.fault(n.position, CodeRole, path+" has no type", "it must be Role or ClusterRole")
	default:
		r.warn(n.get("type").position, CodeRole, path+" has the unknown type "+shorten(role.Type)+" and is left out", "it must be Role or ClusterRole")
	}
	return role, false
}

func (r *reader) predefined(n *node, role Role) {
	if n.get("rules").truthy() {
		r.fault(n.keyAt("rules"), CodeRole, "rules can only be used with rulesType CUSTOM", "")
	}
	if role.RulesFromRoleName == "" {
		r.fault(n.position, CodeRole, "missing rulesFromRoleName for PREDEFINED role", "")
	}
}

func (r *reader) custom(n *node, role Role, path string) []Rule {
	if role.RulesFromRoleName != "" {
		r.fault(n.keyAt("rulesFromRoleName"), CodeRole, "rulesFromRoleName can only be used with rulesType PREDEFINED", "")
	}
	if !n.get("rules").truthy() {
		r.fault(n.position, CodeRole, "missing rules for CUSTOM role", "")
	}
	var rules []Rule
	for i, item := range r.mapsAt(n, "rules", path+".rules") {
		rules = append(rules, r.rule(item, fmt.Sprintf("%s.rules[%d]", path, i)))
	}
	return rules
}

func (r *reader) rule(n *node, path string) Rule {
	r.known(n, path, accountPlace+".roles[].rules[]")
	rule := Rule{
		APIGroups:     r.textsAt(n, "apiGroups", path+".apiGroups"),
		Resources:     r.textsAt(n, "resources", path+".resources"),
		ResourceNames: r.textsAt(n, "resourceNames", path+".resourceNames"),
		Verbs:         r.textsAt(n, "verbs", path+".verbs"),
	}
	if n.get("nonResourceURLs").truthy() {
		r.fault(n.keyAt("nonResourceURLs"), CodeRole, path+": only rules for resources are supported, not nonResourceURLs", "")
	}
	if len(rule.APIGroups) == 0 {
		r.fault(n.keyAt("apiGroups"), CodeRole, path+": missing apiGroups", `did you mean [""] (only core APIs) or ["*"] (all)?`)
	}
	if !anyText(rule.Resources) {
		r.fault(n.keyAt("resources"), CodeRole, path+": missing or empty resources", "")
	}
	if !anyText(rule.Verbs) {
		r.fault(n.keyAt("verbs"), CodeRole, path+": missing or empty verbs", "")
	}
	return rule
}

func anyText(texts []string) bool {
	return slices.ContainsFunc(texts, func(s string) bool { return s != "" })
}

// checkServiceAccount holds an account to the rules for newly built packages. owner names it in messages.
func (r *reader) checkServiceAccount(a *ServiceAccount, owner string) {
	if a == nil {
		return
	}
	if a.Description == "" {
		r.fault(a.at, CodeAccountDescription, owner+" must have a description", "say what the account is used for and why it needs its roles; whoever installs the app reads it")
	}
	for _, role := range a.Roles {
		if role.tooPowerful() {
			r.fault(role.at, CodeAccountTooPowerful, owner+" has a ClusterRole that may do everything",
				`the predefined "view" or rules with explicit verbs are allowed; use type Role for more rights in the app's namespace`)
		}
	}
}

func (role Role) tooPowerful() bool {
	if role.Type != RoleCluster {
		return false
	}
	if role.RulesType == RulesPredefined {
		return role.RulesFromRoleName != "view"
	}
	return slices.ContainsFunc(role.Rules, func(rule Rule) bool {
		return slices.Contains(rule.APIGroups, "*") && slices.Contains(rule.Resources, "*") && slices.Contains(rule.Verbs, "*")
	})
}
