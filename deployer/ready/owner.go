package ready

import (
	"sort"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// revision is the annotation that ties a ReplicaSet to a revision of its Deployment.
const revision = "deployment.kubernetes.io/revision"

// podsByTarget finds whose Pods the Pods are, through their owners (Pod, ReplicaSet, Deployment). Pods that are going,
// and those of an older revision, say nothing about their owner.
func (w *world) podsByTarget(targets []target) map[types.UID][]*corev1.Pod {
	wanted := map[types.UID]bool{}
	for _, t := range targets {
		if o := w.objects[w.feedOf(t)][t.ref.Name]; o != nil {
			wanted[o.GetUID()] = true
		}
	}
	found := map[types.UID][]*corev1.Pod{}
	for _, pod := range w.pods {
		if pod.DeletionTimestamp != nil {
			continue
		}
		if uid := w.ownerAmong(wanted, pod.UID, pod.OwnerReferences); uid != "" {
			found[uid] = append(found[uid], pod)
		}
	}
	for _, pods := range found {
		sort.Slice(pods, func(i, j int) bool { return pods[i].Name < pods[j].Name })
	}
	return found
}

// ownerAmong walks up from an object to the first owner that is wanted, itself included.
func (w *world) ownerAmong(wanted map[types.UID]bool, uid types.UID, refs []metav1.OwnerReference) types.UID {
	if wanted[uid] {
		return uid
	}
	for _, ref := range refs {
		if ref.Controller == nil || !*ref.Controller {
			continue
		}
		if wanted[ref.UID] {
			return ref.UID
		}
		between := w.byUID[ref.UID]
		if between == nil {
			return ""
		}
		owner := w.ownerAmong(wanted, ref.UID, between.GetOwnerReferences())
		if above := w.byUID[owner]; above != nil && above.GetAnnotations()[revision] != between.GetAnnotations()[revision] {
			return ""
		}
		return owner
	}
	return ""
}
