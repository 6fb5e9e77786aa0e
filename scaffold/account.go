package scaffold

import (
	"context"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/chandler-dev/chandler/schema"
)

const rbacGroup = "rbac.authorization.k8s.io"

// accountName and its neighbours are the values by which charts let others make their service account.
const (
	accountCreate = "serviceAccount.create"
	accountName   = "serviceAccount.name"
	rbacCreate    = "rbac.create"
)

// role is what a service account is to be allowed.
type role struct {
	cluster bool
	rules   []rbac.PolicyRule
}

// adoptAccount lets the marketplace make the chart's service account, if the chart would give it rights over the whole
// cluster, which no deployer may. It takes the roles from the rendered chart, and gives what the chart renders to
// after that; as before where the chart's values do not allow it, or a role cannot be declared.
func (a *adaptation) adoptAccount(ctx context.Context, objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	roles, ok := rolesOf(objects)
	if !ok || !a.letsAccountBeMade() {
		return objects
	}
	before, written, notes := a.plan.properties, a.Files[schemaFile], a.Notes
	a.plan.properties = slices.DeleteFunc(slices.Clone(before), func(p property) bool {
		return slices.Contains([]string{accountCreate, accountName, rbacCreate}, p.name)
	})
	a.plan.properties = append(a.plan.properties, a.accountProperties(roles)...)
	if err := a.addSchema(&a.plan); err == nil && len(a.Notes) == len(notes) {
		if again, err := a.render(ctx); err == nil && !slices.ContainsFunc(again, makesAccounts) {
			a.note(schemaFile, "the marketplace makes the service account, with the roles that the chart gives it; look whether it needs them all")
			return again
		}
	}
	a.plan.properties, a.Files[schemaFile], a.Notes = before, written, notes
	return objects
}

// letsAccountBeMade says whether the chart has values for an account that is made beforehand.
func (a *adaptation) letsAccountBeMade() bool {
	create, _ := at(a.chart.values, strings.Split(accountCreate, "."))
	name, named := at(a.chart.values, strings.Split(accountName, "."))
	_, isMap := name.(map[string]any)
	return create == true && named && !isMap
}

func (a *adaptation) accountProperties(roles []role) []property {
	fixed := func(name string) property {
		return property{name: name, title: TitleOf(name), kind: schema.TypeBoolean, value: false, description: "Stays off: the marketplace makes it."}
	}
	properties := []property{{name: accountName, title: "Service account", kind: schema.TypeString, x: schema.ServiceAccountType, required: true,
		description: "What the app runs as.", roles: roles}, fixed(accountCreate)}
	if create, _ := at(a.chart.values, strings.Split(rbacCreate, ".")); create == true {
		properties = append(properties, fixed(rbacCreate))
	}
	return properties
}

func makesAccounts(o *unstructured.Unstructured) bool {
	return o.GetKind() == "ServiceAccount" || o.GroupVersionKind().Group == rbacGroup
}

// rolesOf reads the roles that a chart gives to its one service account; false if there are none over the whole
// cluster, or one that no schema can declare.
func rolesOf(objects []*unstructured.Unstructured) ([]role, bool) {
	accounts, cluster := 0, false
	rules := map[string][]rbac.PolicyRule{}
	for _, o := range objects {
		switch o.GetKind() {
		case "ServiceAccount":
			accounts++
		case "Role", "ClusterRole":
			found, ok := rulesOf(o)
			if !ok {
				return nil, false
			}
			rules[o.GetKind()+"/"+o.GetName()] = found
		}
	}
	var roles []role
	for _, o := range objects {
		if o.GetKind() != "RoleBinding" && o.GetKind() != "ClusterRoleBinding" {
			continue
		}
		kind, _, _ := unstructured.NestedString(o.Object, "roleRef", "kind")
		name, _, _ := unstructured.NestedString(o.Object, "roleRef", "name")
		found, known := rules[kind+"/"+name]
		if !known {
			return nil, false
		}
		wide := o.GetKind() == "ClusterRoleBinding"
		roles, cluster = append(roles, role{wide, found}), cluster || wide
	}
	return roles, accounts == 1 && cluster
}

// rulesOf reads the rules of a role; false if there is one that is not about resources alone.
func rulesOf(o *unstructured.Unstructured) ([]rbac.PolicyRule, bool) {
	var r rbac.ClusterRole
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, &r); err != nil || r.AggregationRule != nil || len(r.Rules) == 0 {
		return nil, false
	}
	return r.Rules, !slices.ContainsFunc(r.Rules, func(rule rbac.PolicyRule) bool { return len(rule.NonResourceURLs) > 0 })
}

// accountNode is the x-google-marketplace.serviceAccount of a property.
func accountNode(description string, roles []role) *yaml.Node {
	declared := list()
	for _, r := range roles {
		kind := schema.RoleNamespaced
		if r.cluster {
			kind = schema.RoleCluster
		}
		rules := list()
		for _, rule := range r.rules {
			n := mapping("apiGroups", texts(rule.APIGroups), "resources", texts(rule.Resources), "verbs", texts(rule.Verbs))
			if len(rule.ResourceNames) > 0 {
				add(n, "resourceNames", texts(rule.ResourceNames))
			}
			rules.Content = append(rules.Content, n)
		}
		declared.Content = append(declared.Content, mapping("type", text(kind), "rulesType", text(schema.RulesCustom), "rules", rules))
	}
	return mapping("description", text(description), "roles", declared)
}

func texts(items []string) *yaml.Node {
	n := list()
	n.Style = yaml.FlowStyle
	for _, item := range items {
		n.Content = append(n.Content, text(item))
	}
	return n
}
