package deployer

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// Owner is an object that others are owned by.
type Owner struct {
	APIVersion, Kind, Name string
	UID                    types.UID
}

// Owners are those that an app's objects can have.
type Owners struct {
	Application Owner
	// Namespace owns cluster-scoped objects in a verification, so that they go with it; nil in an installation, where
	// they have no owner.
	Namespace *Owner
}

// ApplicationOwner is the Application of that name and uid, in the version in which the objects have it; where they have
// none, which Own reports, in v1beta1.
func ApplicationOwner(objects []*unstructured.Unstructured, name string, uid types.UID) Owner {
	version := applicationGroup + "/v1beta1"
	if app, err := FindApplication(objects); err == nil {
		version = app.GetAPIVersion()
	}
	return Owner{APIVersion: version, Kind: applicationKind, Name: name, UID: uid}
}

// NamespaceOwner is the Namespace of that name and uid.
func NamespaceOwner(name string, uid types.UID) *Owner {
	return &Owner{APIVersion: "v1", Kind: "Namespace", Name: name, UID: uid}
}

// Own gives every object the owner reference that makes it go with its app. Cluster-scoped objects get the Namespace
// if it owns, namespaced objects of the Application's component kinds get the Application, others get none and outlive
// the app.
func Own(objects []*unstructured.Unstructured, owners Owners, scope Scope) error {
	app, err := FindApplication(objects)
	if err != nil {
		return err
	}
	kinds := componentKinds(app)
	for _, o := range objects {
		switch {
		case scope.ClusterScoped(o.GroupVersionKind()):
			if owners.Namespace != nil {
				addOwner(o, *owners.Namespace)
			}
		case kinds[o.GetKind()]:
			addOwner(o, owners.Application)
		}
	}
	return nil
}

// addOwner adds an owner reference, or brings the one with the same uid up to date. It names no controller: the
// Application owns, but does not manage.
func addOwner(o *unstructured.Unstructured, owner Owner) {
	metadata := mapAt(o.Object, "metadata")
	refs, _ := metadata["ownerReferences"].([]any)
	for _, r := range refs {
		if ref, ok := r.(map[string]any); ok && ref["uid"] == string(owner.UID) {
			owner.write(ref)
			return
		}
	}
	ref := map[string]any{}
	owner.write(ref)
	metadata["ownerReferences"] = append(refs, ref)
}

func (w Owner) write(ref map[string]any) {
	ref["apiVersion"] = w.APIVersion
	ref["kind"] = w.Kind
	ref["name"] = w.Name
	ref["uid"] = string(w.UID)
	ref["blockOwnerDeletion"] = true
}
