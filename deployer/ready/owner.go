package ready

import (
	"sort"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// revision is the annotation that ties a ReplicaSet to a revision of its Deployment.
const revision = "deployment.kubernetes.io/revision"

// podsByTarget finds whose Pods the Pods are, through their owners (Pod, ReplicaSet, Deployment). Pods that are going,
// and those of an older revision, say nothing about their owner; nor does any before its controller has seen the change.
func (w *world) podsByTarget(targets []target) map[types.UID][]*corev1.Pod {
	wanted := map[types.UID]bool{}
	for _, t := range targets {
		if o := w.objects[w.feedOf(t)][t.ref.Name]; o != nil && !unobserved(o) {
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
		if above := w.byUID[owner]; above != nil && older(between, above) {
			return ""
		}
		return owner
	}
	return ""
}

// older says whether a ReplicaSet is of an earlier state of its Deployment. The template tells before the annotations do:
// a Deployment that is recreated gets its new revision only when the old Pods are gone.
func older(set, deployment *unstructured.Unstructured) bool {
	if deployment.GetAnnotations()[revision] != set.GetAnnotations()[revision] {
		return true
	}
	made, has := template(set)
	wanted, wants := template(deployment)
	return has && wants && !equality.Semantic.DeepEqual(made, wanted)
}

// template gives the template of an object's Pods, without the label that a Deployment adds to it.
func template(o *unstructured.Unstructured) (map[string]any, bool) {
	t, found, err := unstructured.NestedMap(o.Object, "spec", "template") // a copy
	unstructured.RemoveNestedField(t, "metadata", "labels", appsv1.DefaultDeploymentUniqueLabelKey)
	return t, found && err == nil
}
