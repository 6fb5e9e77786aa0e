package ready

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/internal/kube"
)

// The resources that tell why others are not ready.
var (
	podResource           = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	eventResource         = schema.GroupVersionResource{Version: "v1", Resource: "events"}
	claimResource         = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumeclaims"}
	controllerResource    = schema.GroupVersionResource{Version: "v1", Resource: "replicationcontrollers"}
	deploymentResource    = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	statefulSetResource   = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "statefulsets"}
	replicaSetResource    = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "replicasets"}
	jobResource           = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	endpointSliceResource = schema.GroupVersionResource{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"}
	ingressClassResource  = schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "ingressclasses"}
	gatewayClassResource  = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "gatewayclasses"}
)

// scaled has what autoscalers scale, by kind.
var scaled = map[string]schema.GroupVersionResource{"Deployment": deploymentResource, "StatefulSet": statefulSetResource,
	"ReplicaSet": replicaSetResource, "ReplicationController": controllerResource}

// beside says which resources of the namespace tell more of a target.
func beside(t target) []schema.GroupVersionResource {
	switch k := t.ref.GroupKind(); {
	case t.workload:
		return []schema.GroupVersionResource{podResource, claimResource, replicaSetResource}
	case k == claimKind:
		return []schema.GroupVersionResource{podResource}
	case k == cronJobKind:
		return []schema.GroupVersionResource{jobResource}
	}
	return nil
}

// feedsFor gives the watches that targets need; some of them may be the same.
func feedsFor(targets []target, c *kube.Client, namespace string) []*feed {
	var feeds []*feed
	add := func(r schema.GroupVersionResource, cluster bool, name string) {
		client := dynamic.ResourceInterface(c.Dynamic.Resource(r))
		if !cluster {
			client = c.Dynamic.Resource(r).Namespace(namespace)
		}
		feeds = append(feeds, &feed{resource: r, name: name, client: client})
	}
	for _, t := range targets {
		switch t.ref.GroupKind() {
		case ingressKind:
			add(ingressClassResource, true, "")
		case gatewayKind:
			add(gatewayClassResource, true, "")
		case validatingKind, mutatingKind:
			add(endpointSliceResource, false, "")
		}
		if t.cluster {
			add(t.resource, true, t.ref.Name)
			continue
		}
		add(t.resource, false, "")
		add(eventResource, false, "")
		for _, r := range beside(t) {
			add(r, false, "")
		}
	}
	return feeds
}
