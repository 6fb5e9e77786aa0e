package deployer

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/hooks"
)

// ownHooks gives hooks the owner with which they go, whatever the component kinds: nobody prunes or counts them. What
// holds data, or is declared as kept, outlives the app as it would if it were no hook.
func ownHooks(objects []*unstructured.Unstructured, owners Owners, scope Scope) {
	for _, o := range objects {
		switch {
		case scope.ClusterScoped(o.GroupVersionKind()):
			if owners.Namespace != nil {
				addOwner(o, *owners.Namespace)
			}
		case !apply.Keeps(o):
			addOwner(o, owners.Application)
		}
	}
}

// ownDefinitions has the definitions of crds/ folders go with the namespace of a verification. In an installation they
// are shared, and stay.
func ownDefinitions(definitions []*unstructured.Unstructured, owners Owners) {
	for _, o := range definitions {
		if owners.Namespace != nil {
			addOwner(o, *owners.Namespace)
		}
	}
}

// keepHooks adds to the app what keeps its delete hooks.
func (d *draft) keepHooks(application Owner) error {
	secret, err := hooks.Keep(d.name, d.hooks)
	if secret == nil || err != nil {
		return err
	}
	Label([]*unstructured.Unstructured{secret}, d.name)
	addOwner(secret, application)
	d.objects = append(d.objects, secret)
	return nil
}
