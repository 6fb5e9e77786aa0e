package ready

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// State is how far an object is.
type State struct {
	Ready bool
	// Message says what it waits for, as the end of "waiting for Deployment/web: …".
	Message string
	// Hint, if set, says what to do if it never gets ready.
	Hint string
	// Symptom, if set, says that the object itself tells of its failure.
	Symptom *Symptom
}

// rule reads from an object, as the API server has it now, how far it is.
type rule func(o *unstructured.Unstructured, w *world) State

var ready = State{Ready: true}

func waiting(message string) State { return State{Message: message} }

// The kinds that rules are told apart by.
var (
	podKind         = schema.GroupKind{Kind: "Pod"}
	claimKind       = schema.GroupKind{Kind: "PersistentVolumeClaim"}
	serviceKind     = schema.GroupKind{Kind: "Service"}
	deploymentKind  = schema.GroupKind{Group: "apps", Kind: "Deployment"}
	statefulSetKind = schema.GroupKind{Group: "apps", Kind: "StatefulSet"}
	daemonSetKind   = schema.GroupKind{Group: "apps", Kind: "DaemonSet"}
	replicaSetKind  = schema.GroupKind{Group: "apps", Kind: "ReplicaSet"}
	jobKind         = schema.GroupKind{Group: "batch", Kind: "Job"}
	ingressKind     = schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"}
	definitionKind  = schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}
	apiServiceKind  = schema.GroupKind{Group: "apiregistration.k8s.io", Kind: "APIService"}
	applicationKind = schema.GroupKind{Group: "app.k8s.io", Kind: "Application"}
)

// rules has the kinds whose readiness is a matter of their own.
var rules = map[schema.GroupKind]rule{
	podKind:         podReady,
	claimKind:       claimReady,
	serviceKind:     serviceReady,
	deploymentKind:  deploymentReady,
	statefulSetKind: statefulSetReady,
	daemonSetKind:   daemonSetReady,
	replicaSetKind:  replicaSetReady,
	jobKind:         jobReady,
	ingressKind:     ingressReady,
	definitionKind:  definitionReady,
	apiServiceKind:  apiServiceReady,
}

// runsPods has the kinds whose Pods tell what ails them.
var runsPods = map[schema.GroupKind]bool{podKind: true, deploymentKind: true, statefulSetKind: true, daemonSetKind: true, replicaSetKind: true, jobKind: true}

// settled has the groups of Kubernetes itself whose other kinds are ready as soon as they are there.
var settled = map[string]bool{"": true, "admissionregistration.k8s.io": true, "apps": true, "autoscaling": true, "batch": true,
	"discovery.k8s.io": true, "networking.k8s.io": true, "node.k8s.io": true, "policy": true, "rbac.authorization.k8s.io": true,
	"scheduling.k8s.io": true, "storage.k8s.io": true}

// ruleFor gives the rule for a kind; nil if there is nothing to wait for. Nobody but a marketplace keeps the status
// of the Application.
func ruleFor(k schema.GroupKind) rule {
	if r, ok := rules[k]; ok {
		return r
	}
	if settled[k.Group] || k == applicationKind {
		return nil
	}
	return generic
}
