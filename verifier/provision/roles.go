package provision

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

const rbacVersion = "rbac.authorization.k8s.io/v1"

// maxRoleName is the length to which names of bindings to predefined roles are limited.
const maxRoleName = 64

// propertyAccount adds the ServiceAccount of a property with its roles and returns its name.
func (b *builder) propertyAccount(p *schema.Property) string {
	name := schema.DNS1123Name(b.Name + "-" + p.Name)
	b.add(provisioned(object("v1", "ServiceAccount", b.Namespace, name), p.Name))
	if p.ServiceAccount == nil {
		return name
	}
	n := naming{
		local: b.Name + ":" + p.Name, cluster: b.Namespace + ":" + b.Name + ":" + p.Name,
		localPredefined:   func(role string) string { return fmt.Sprintf("%s:%s:%s-rb", b.Name, p.Name, role) },
		clusterPredefined: func(role string) string { return fmt.Sprintf("%s:%s:%s:%s-crb", b.Namespace, b.Name, p.Name, role) },
	}
	for _, o := range b.roles(p.ServiceAccount.Roles, name, n) {
		b.add(provisioned(o, p.Name))
	}
	return name
}

// deployerAccount is the ServiceAccount that the deployer and many testers run as.
func (b *builder) deployerAccount() *unstructured.Unstructured {
	return dependent(object("v1", "ServiceAccount", b.Namespace, b.accountName()), componentDeployer)
}

// deployerRoles adds what the deployer may do: everything in its namespace, unless the schema declares namespaced roles.
func (b *builder) deployerRoles() {
	var roles []schema.Role
	if b.Schema.DeployerServiceAccount != nil {
		roles = b.Schema.DeployerServiceAccount.Roles
	}
	if !hasNamespaced(roles) {
		binding := b.binding(scope{binding: "RoleBinding", namespace: b.Namespace}, b.deployerName("-rb"), "ClusterRole", "cluster-admin", b.accountName())
		b.add(dependent(binding, ComponentRBAC))
	}
	n := naming{
		local: b.Name + "-deployer", cluster: b.Namespace + ":" + b.Name + ":deployer", clusterMark: "c",
		localPredefined:   func(role string) string { return fmt.Sprintf("%s:%s-deployer-rb", b.Name, role) },
		clusterPredefined: func(role string) string { return fmt.Sprintf("%s:%s:%s:deployer-crb", b.Namespace, b.Name, role) },
	}
	for _, o := range b.roles(roles, b.accountName(), n) {
		b.add(dependent(o, ComponentRBAC))
	}
}

func hasNamespaced(roles []schema.Role) bool {
	for _, r := range roles {
		if r.Type == schema.RoleNamespaced {
			return true
		}
	}
	return false
}

// naming is how roles and bindings of one account are called.
type naming struct {
	// local and cluster begin the names of custom roles, in the namespace and of the cluster.
	local, cluster string
	// clusterMark stands before "r" and "rb" of custom cluster roles.
	clusterMark string
	// localPredefined and clusterPredefined name the bindings to predefined roles.
	localPredefined, clusterPredefined func(role string) string
}

// roles makes the roles and bindings that a schema declares for an account. Custom roles are counted per type.
func (b *builder) roles(roles []schema.Role, account string, n naming) []*unstructured.Unstructured {
	var out []*unstructured.Unstructured
	count := map[string]int{}
	for _, r := range roles {
		at := scope{role: "Role", binding: "RoleBinding", namespace: b.Namespace, prefix: n.local + "-", predefined: n.localPredefined}
		if r.Type == schema.RoleCluster {
			at = scope{role: "ClusterRole", binding: "ClusterRoleBinding", prefix: n.cluster + "-" + n.clusterMark, predefined: n.clusterPredefined}
		}
		if r.RulesType == schema.RulesPredefined {
			name := schema.LimitName(at.predefined(r.RulesFromRoleName), maxRoleName)
			out = append(out, b.binding(at, name, "ClusterRole", r.RulesFromRoleName, account))
			continue
		}
		role, binding := fmt.Sprintf("%sr%d", at.prefix, count[r.Type]), fmt.Sprintf("%srb%d", at.prefix, count[r.Type])
		out = append(out, custom(at, role, r.Rules), b.binding(at, binding, at.role, role, account))
		count[r.Type]++
	}
	return out
}

// scope is where a role applies: in the namespace or in the whole cluster.
type scope struct {
	role, binding, namespace, prefix string
	predefined                       func(role string) string
}

// custom makes a role with rules of its own.
func custom(at scope, name string, rules []schema.Rule) *unstructured.Unstructured {
	list := make([]any, 0, len(rules))
	for _, r := range rules {
		rule := map[string]any{"apiGroups": anys(r.APIGroups), "resources": anys(r.Resources), "verbs": anys(r.Verbs)}
		if len(r.ResourceNames) > 0 {
			rule["resourceNames"] = anys(r.ResourceNames)
		}
		list = append(list, rule)
	}
	o := object(rbacVersion, at.role, at.namespace, name)
	o.Object["rules"] = list
	return o
}

// binding gives an account of the namespace the rights of a role.
func (b *builder) binding(at scope, name, roleKind, role, account string) *unstructured.Unstructured {
	o := object(rbacVersion, at.binding, at.namespace, name)
	o.Object["roleRef"] = map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": roleKind, "name": role}
	o.Object["subjects"] = []any{map[string]any{"kind": "ServiceAccount", "name": account, "namespace": b.Namespace}}
	return o
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
