package provision

import (
	"maps"
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// Labels and their values, as the reference toolkit has them.
const (
	LabelName      = "app.kubernetes.io/name"
	LabelNamespace = "app.kubernetes.io/namespace"
	LabelComponent = "app.kubernetes.io/component"

	componentDeployer    = "deployer.marketplace.cloud.google.com"
	ComponentRBAC        = "deployer-rbac.marketplace.cloud.google.com"
	ComponentProvisioned = "auto-provisioned.marketplace.cloud.google.com"

	LabelDeployer = "marketplace.cloud.google.com/deployer" // Main or Dependent
	labelProperty = "marketplace.cloud.google.com/auto-provisioned-for-property"

	// LabelRevision is the revision that a deployer's Job and its configuration are of, LabelInstance what an
	// Application is to whoever installed it.
	LabelRevision = "chandler.dev/revision"
	LabelInstance = "chandler.dev/instance"
)

// object makes an object; namespace is empty for cluster-scoped ones.
func object(apiVersion, kind, namespace, name string) *unstructured.Unstructured {
	metadata := map[string]any{"name": name}
	if namespace != "" {
		metadata["namespace"] = namespace
	}
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": apiVersion, "kind": kind, "metadata": metadata}}
}

// provisioned marks an object as made for a property.
func provisioned(o *unstructured.Unstructured, property string) *unstructured.Unstructured {
	labels := map[string]string{LabelComponent: ComponentProvisioned}
	if property != "" {
		labels[labelProperty] = property
	}
	o.SetLabels(labels)
	return o
}

// dependent marks an object as one that the deployer needs.
func dependent(o *unstructured.Unstructured, component string) *unstructured.Unstructured {
	o.SetLabels(map[string]string{LabelComponent: component, LabelDeployer: "Dependent"})
	return o
}

// number labels an object with the revision it is of, if revisions are kept.
func (b *builder) number(o *unstructured.Unstructured) {
	if b.Revision > 0 {
		put(o, LabelRevision, strconv.Itoa(b.Revision))
	}
}

// put adds a label.
func put(o *unstructured.Unstructured, key, value string) {
	labels := o.GetLabels()
	if labels == nil {
		labels = map[string]string{}
	}
	labels[key] = value
	o.SetLabels(labels)
}

// label says which app an object belongs to; for cluster-scoped ones also in which namespace.
func (b *builder) label(o *unstructured.Unstructured) *unstructured.Unstructured {
	put(o, LabelName, b.Name)
	if o.GetNamespace() == "" {
		put(o, LabelNamespace, b.Namespace)
	}
	return o
}

// Own makes the set depend on its Application: everything namespaced goes when the Application goes. The deployer's
// rights depend on its account instead, which a deployer deletes when it is done: nobody regains them by making an
// account of that name. Cluster-scoped objects cannot be owned from a namespace and stay without owner.
func (s *Set) Own(application, account types.UID) {
	for _, o := range append(s.Objects, s.DeployerAccount, s.Job) {
		switch {
		case o.GetNamespace() == "":
		case o.GetLabels()[LabelComponent] == ComponentRBAC:
			owner(o, s.DeployerAccount, account)
		default:
			owner(o, s.Application, application)
		}
	}
}

func owner(o, by *unstructured.Unstructured, uid types.UID) {
	metadata := o.Object["metadata"].(map[string]any)
	metadata["ownerReferences"] = []any{map[string]any{
		"apiVersion": by.GetAPIVersion(), "kind": by.GetKind(), "name": by.GetName(), "uid": string(uid), "blockOwnerDeletion": true,
	}}
}

// Namespace is the namespace of a verification, with labels besides its own.
func Namespace(namespace, name string, labels map[string]string) *unstructured.Unstructured {
	o := object("v1", "Namespace", "", namespace)
	all := map[string]string{LabelName: name}
	maps.Copy(all, labels)
	o.SetLabels(all)
	return o
}

// UserNamespace is a namespace that is made for an install. It is not the app's: others may use it as well.
func UserNamespace(namespace string) *unstructured.Unstructured {
	return object("v1", "Namespace", "", namespace)
}
