package apply

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The stages of an apply, in their order: what others need comes first. Within a stage the order does not matter.
const (
	foundations     = iota // namespaces, classes, and the Application that owns the rest
	definitions            // custom resource definitions, waited for
	accounts               // service accounts and quotas: both decide over everything in the namespace
	roles                  // before their bindings: who binds a role that is not there is refused
	bindings               //
	configuration          //
	storage                //
	services               // before workloads, which find them in their environment
	workloads              //
	customResources        // and all else: their controllers may be among the workloads
	webhooks               // last, for they call workloads and judge everything applied after them
	stages
)

var stageOf = map[schema.GroupKind]int{
	{Kind: "Namespace"}:                                               foundations,
	{Group: "app.k8s.io", Kind: "Application"}:                        foundations,
	{Group: "storage.k8s.io", Kind: "StorageClass"}:                   foundations,
	{Group: "storage.k8s.io", Kind: "CSIDriver"}:                      foundations,
	{Group: "scheduling.k8s.io", Kind: "PriorityClass"}:               foundations,
	{Group: "node.k8s.io", Kind: "RuntimeClass"}:                      foundations,
	{Group: "networking.k8s.io", Kind: "IngressClass"}:                foundations,
	{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}: definitions,
	{Kind: "ServiceAccount"}:                                          accounts,
	{Kind: "ResourceQuota"}:                                           accounts,
	{Kind: "LimitRange"}:                                              accounts,
	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole"}:         roles,
	{Group: "rbac.authorization.k8s.io", Kind: "Role"}:                roles,
	{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding"}:  bindings,
	{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding"}:         bindings,
	{Kind: "ConfigMap"}:                                               configuration,
	{Kind: "Secret"}:                                                  configuration,
	{Kind: "PersistentVolume"}:                                        storage,
	{Kind: "PersistentVolumeClaim"}:                                   storage,
	{Kind: "Service"}:                                                 services,
	{Kind: "Endpoints"}:                                               services,
	{Group: "discovery.k8s.io", Kind: "EndpointSlice"}:                services,
	{Group: "networking.k8s.io", Kind: "NetworkPolicy"}:               services,
	{Group: "policy", Kind: "PodDisruptionBudget"}:                    services,
	{Kind: "Pod"}:                                                workloads,
	{Kind: "ReplicationController"}:                              workloads,
	{Group: "apps", Kind: "ReplicaSet"}:                          workloads,
	{Group: "apps", Kind: "Deployment"}:                          workloads,
	{Group: "apps", Kind: "StatefulSet"}:                         workloads,
	{Group: "apps", Kind: "DaemonSet"}:                           workloads,
	{Group: "batch", Kind: "Job"}:                                workloads,
	{Group: "batch", Kind: "CronJob"}:                            workloads,
	{Group: admission, Kind: "MutatingWebhookConfiguration"}:     webhooks,
	{Group: admission, Kind: "ValidatingWebhookConfiguration"}:   webhooks,
	{Group: admission, Kind: "MutatingAdmissionPolicy"}:          webhooks,
	{Group: admission, Kind: "MutatingAdmissionPolicyBinding"}:   webhooks,
	{Group: admission, Kind: "ValidatingAdmissionPolicy"}:        webhooks,
	{Group: admission, Kind: "ValidatingAdmissionPolicyBinding"}: webhooks,
}

const admission = "admissionregistration.k8s.io"

// Order sorts objects into the stages in which they are to be applied. Empty stages are left out; within a stage the
// objects stay in their order.
func Order(objects []*unstructured.Unstructured) [][]*unstructured.Unstructured {
	return inStages(objects, func(o *unstructured.Unstructured) *unstructured.Unstructured { return o })
}

// inStages is Order for anything that has an object.
func inStages[T any](items []T, object func(T) *unstructured.Unstructured) [][]T {
	var byStage [stages][]T
	for _, item := range items {
		stage, known := stageOf[object(item).GroupVersionKind().GroupKind()]
		if !known {
			stage = customResources
		}
		byStage[stage] = append(byStage[stage], item)
	}
	return slices.DeleteFunc(byStage[:], func(stage []T) bool { return len(stage) == 0 })
}
