package deployer

import (
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Scope tells which kinds are cluster-scoped: by the CustomResourceDefinitions of the package, by the cluster if there
// is one, and by what Kubernetes itself has.
type Scope struct {
	mapper  meta.RESTMapper
	defined map[schema.GroupKind]bool // of the package's definitions: true for cluster-scoped kinds
}

// NewScope makes the Scope for a package's objects. mapper is nil where there is no cluster.
func NewScope(objects []*unstructured.Unstructured, mapper meta.RESTMapper) Scope {
	s := Scope{mapper: mapper, defined: map[schema.GroupKind]bool{}}
	for _, o := range objects {
		if !isDefinition(o) {
			continue
		}
		group, _, _ := unstructured.NestedString(o.Object, "spec", "group")
		kind, _, _ := unstructured.NestedString(o.Object, "spec", "names", "kind")
		scope, _, _ := unstructured.NestedString(o.Object, "spec", "scope")
		s.defined[schema.GroupKind{Group: group, Kind: kind}] = scope == "Cluster"
	}
	return s
}

func isDefinition(o *unstructured.Unstructured) bool {
	return o.GroupVersionKind().Group == "apiextensions.k8s.io" && o.GetKind() == "CustomResourceDefinition"
}

// ClusterScoped says whether objects of that kind live outside of namespaces. Kinds that nobody knows are taken to
// live in one: most do.
func (s Scope) ClusterScoped(k schema.GroupVersionKind) bool {
	if cluster, ok := s.defined[k.GroupKind()]; ok {
		return cluster
	}
	if s.mapper != nil {
		if m, err := s.mapper.RESTMapping(k.GroupKind(), k.Version); err == nil {
			return m.Scope.Name() == meta.RESTScopeNameRoot
		}
	}
	return builtInClusterScoped[k.GroupKind()]
}

// builtInClusterScoped has the cluster-scoped kinds of Kubernetes itself, the ones of past versions included. A test
// compares it with what a cluster says.
var builtInClusterScoped = kindSet(map[string][]string{
	"":                             {"ComponentStatus", "Namespace", "Node", "PersistentVolume"},
	"admissionregistration.k8s.io": {"MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration"},
	"apiextensions.k8s.io":         {"CustomResourceDefinition"},
	"apiregistration.k8s.io":       {"APIService"},
	"authentication.k8s.io":        {"SelfSubjectReview", "TokenReview"},
	"authorization.k8s.io":         {"SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"},
	"certificates.k8s.io":          {"CertificateSigningRequest", "ClusterTrustBundle"},
	"extensions":                   {"PodSecurityPolicy"},
	"flowcontrol.apiserver.k8s.io": {"FlowSchema", "PriorityLevelConfiguration"},
	"internal.apiserver.k8s.io":    {"StorageVersion"},
	"metrics.k8s.io":               {"NodeMetrics"},
	"networking.k8s.io":            {"IPAddress", "IngressClass", "ServiceCIDR"},
	"node.k8s.io":                  {"RuntimeClass"},
	"policy":                       {"PodSecurityPolicy"},
	"rbac.authorization.k8s.io":    {"ClusterRole", "ClusterRoleBinding"},
	"resource.k8s.io":              {"DeviceClass", "DeviceTaintRule", "ResourceSlice"},
	"scheduling.k8s.io":            {"PriorityClass"},
	"storage.k8s.io":               {"CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"},
	"storagemigration.k8s.io":      {"StorageVersionMigration"},
})

func kindSet(groups map[string][]string) map[schema.GroupKind]bool {
	set := map[schema.GroupKind]bool{}
	for group, kinds := range groups {
		for _, kind := range kinds {
			set[schema.GroupKind{Group: group, Kind: kind}] = true
		}
	}
	return set
}
