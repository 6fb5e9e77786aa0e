package hooks

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// kept are the kinds of objects that can be delete hooks: what runs, and what it reads. Whoever may write Secrets in an
// app's namespace may write what is kept for its removal, and it is made with the rights of whoever removes the app, who
// may be the cluster's administrator. So it is nothing outside of the namespace, nothing that gives rights, and
// nothing that a controller with rights of its own acts upon.
var kept = map[schema.GroupKind]bool{
	{Kind: "Pod"}: true, {Group: "batch", Kind: "Job"}: true,
	{Kind: "ConfigMap"}: true, {Kind: "Secret"}: true, {Kind: "ServiceAccount"}: true, {Kind: "Service"}: true, {Kind: "PersistentVolumeClaim"}: true,
}

func isDelete(m Moment) bool { return m == PreDelete || m == PostDelete }

// keepable takes from a hook's moments those of a removal if objects of its kind are not kept so long.
func keepable(h Hook, moments []Moment, note func(string, ...any)) []Moment {
	if kept[h.ref().GroupKind()] {
		return moments
	}
	return slices.DeleteFunc(moments, func(m Moment) bool {
		if isDelete(m) {
			note("the hook does not run at %s: only Pods, Jobs, ConfigMaps, Secrets, ServiceAccounts, Services and claims are kept until an app is removed; make it an ordinary object", m)
		}
		return isDelete(m)
	})
}
