package ready

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// State is how far an object is.
type State struct {
	Ready bool
	// Message says what it waits for, as the end of "waiting for Deployment/web: …"; of a ready object, what is worth
	// knowing, if anything is.
	Message string
	// Hint, if set, says what to do if it never gets ready.
	Hint string
	// Symptom, if set, says that the object itself tells of its failure.
	Symptom *Symptom
	// silent says that nobody has told anything of the object yet, and perhaps nobody ever will.
	silent bool
}

// rule reads from an object, as the API server has it now, how far it is.
type rule func(o *unstructured.Unstructured, w *world) State

var ready = State{Ready: true}

func waiting(message string) State { return State{Message: message} }

// unseen is what an object waits for whose controller has not come to it.
const unseen = "its controller has not seen it yet"

// The kinds that rules are told apart by.
var (
	podKind         = schema.GroupKind{Kind: "Pod"}
	claimKind       = schema.GroupKind{Kind: "PersistentVolumeClaim"}
	serviceKind     = schema.GroupKind{Kind: "Service"}
	controllerKind  = schema.GroupKind{Kind: "ReplicationController"}
	volumeKind      = schema.GroupKind{Kind: "PersistentVolume"}
	deploymentKind  = schema.GroupKind{Group: "apps", Kind: "Deployment"}
	statefulSetKind = schema.GroupKind{Group: "apps", Kind: "StatefulSet"}
	daemonSetKind   = schema.GroupKind{Group: "apps", Kind: "DaemonSet"}
	replicaSetKind  = schema.GroupKind{Group: "apps", Kind: "ReplicaSet"}
	jobKind         = schema.GroupKind{Group: "batch", Kind: "Job"}
	cronJobKind     = schema.GroupKind{Group: "batch", Kind: "CronJob"}
	autoscalerKind  = schema.GroupKind{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}
	budgetKind      = schema.GroupKind{Group: "policy", Kind: "PodDisruptionBudget"}
	ingressKind     = schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"}
	validatingKind  = schema.GroupKind{Group: "admissionregistration.k8s.io", Kind: "ValidatingWebhookConfiguration"}
	mutatingKind    = schema.GroupKind{Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration"}
	definitionKind  = schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}
	apiServiceKind  = schema.GroupKind{Group: "apiregistration.k8s.io", Kind: "APIService"}
	gatewayKind     = schema.GroupKind{Group: "gateway.networking.k8s.io", Kind: "Gateway"}
	applicationKind = schema.GroupKind{Group: "app.k8s.io", Kind: "Application"}
)

// rules has the kinds whose readiness is a matter of their own.
var rules = map[schema.GroupKind]rule{
	podKind:         podReady,
	claimKind:       claimReady,
	serviceKind:     serviceReady,
	controllerKind:  replicationControllerReady,
	volumeKind:      volumeReady,
	deploymentKind:  deploymentReady,
	statefulSetKind: statefulSetReady,
	daemonSetKind:   daemonSetReady,
	replicaSetKind:  replicaSetReady,
	jobKind:         jobReady,
	cronJobKind:     cronJobReady,
	autoscalerKind:  autoscalerReady,
	budgetKind:      disruptionBudgetReady,
	ingressKind:     ingressReady,
	validatingKind:  webhooksReady,
	mutatingKind:    webhooksReady,
	definitionKind:  definitionReady,
	apiServiceKind:  apiServiceReady,
	gatewayKind:     gatewayReady,
	applicationKind: applicationReady,
	{Group: gatewayKind.Group, Kind: "GatewayClass"}: gatewayClassReady,
	{Group: gatewayKind.Group, Kind: "HTTPRoute"}:    routeReady,
	{Group: gatewayKind.Group, Kind: "GRPCRoute"}:    routeReady,
	{Group: gatewayKind.Group, Kind: "TLSRoute"}:     routeReady,
	{Group: gatewayKind.Group, Kind: "TCPRoute"}:     routeReady,
	{Group: gatewayKind.Group, Kind: "UDPRoute"}:     routeReady,
}

// runsPods has the kinds whose Pods tell what ails them.
var runsPods = map[schema.GroupKind]bool{podKind: true, controllerKind: true, deploymentKind: true, statefulSetKind: true, daemonSetKind: true,
	replicaSetKind: true, jobKind: true}

// SpeaksFor says that the status of an object of a kind tells of the Pods, ReplicaSets and Jobs that its controller makes.
func SpeaksFor(k schema.GroupKind) bool { return runsPods[k] || k == cronJobKind }

// settled has the groups of Kubernetes itself whose other kinds are ready as soon as they are there.
var settled = map[string]bool{"": true, "admissionregistration.k8s.io": true, "apps": true, "authentication.k8s.io": true,
	"authorization.k8s.io": true, "autoscaling": true, "batch": true, "certificates.k8s.io": true, "coordination.k8s.io": true,
	"discovery.k8s.io": true, "events.k8s.io": true, "flowcontrol.apiserver.k8s.io": true, "metrics.k8s.io": true, "networking.k8s.io": true,
	"node.k8s.io": true, "policy": true, "rbac.authorization.k8s.io": true, "resource.k8s.io": true, "scheduling.k8s.io": true,
	"storage.k8s.io": true, "storagemigration.k8s.io": true}

// custom says that a kind is none of Kubernetes' own.
func custom(k schema.GroupKind) bool {
	_, known := rules[k]
	return !known && !settled[k.Group]
}

// ruleFor gives the rule for a kind; nil if there is nothing to wait for.
func ruleFor(k schema.GroupKind) rule {
	if custom(k) {
		return customReady
	}
	return rules[k]
}

// state judges an object by its rule. Whatever its kind, what is of an earlier generation, or on its way out, is not
// ready.
func (t target) state(o *unstructured.Unstructured, w *world) State {
	switch {
	case o.GetDeletionTimestamp() != nil:
		return State{Message: "it is being deleted", Symptom: missing()}
	case unobserved(o):
		return waiting(unseen)
	}
	return t.rule(o, w)
}
