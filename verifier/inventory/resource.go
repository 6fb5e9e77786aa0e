package inventory

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/metadata"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Resource is one kind of object that the cluster can list.
type Resource struct {
	GVR        schema.GroupVersionResource
	Kind       string
	Namespaced bool
}

// Resources asks the cluster which kinds it has now, and leaves out those that tell nothing about a package. Groups
// whose API is down are left out as well; the error is for a cluster that does not answer at all.
func Resources(c *kube.Client) ([]Resource, error) {
	c.Discovery.Invalidate()
	lists, err := discovery.ServerPreferredResources(c.Discovery)
	if err != nil && len(lists) == 0 {
		return nil, fmt.Errorf("ask the cluster which kinds of objects it has: %w", err)
	}
	var out []Resource
	for _, l := range lists {
		gv, err := schema.ParseGroupVersion(l.GroupVersion)
		if err != nil {
			continue
		}
		for _, r := range l.APIResources {
			gvr := gv.WithResource(r.Name)
			if slices.Contains(r.Verbs, "list") && slices.Contains(r.Verbs, "watch") && !uninteresting[gvr.GroupResource()] {
				out = append(out, Resource{GVR: gvr, Kind: r.Kind, Namespaced: r.Namespaced})
			}
		}
	}
	return out, nil
}

func (r Resource) client(c *kube.Client, namespace string) metadata.ResourceInterface {
	if r.Namespaced {
		return c.Metadata.Resource(r.GVR).Namespace(namespace)
	}
	return c.Metadata.Resource(r.GVR)
}

func (r Resource) item(m metav1.ObjectMeta) Item {
	m.ManagedFields = nil
	ref := kube.Ref{Group: r.GVR.Group, Version: r.GVR.Version, Kind: r.Kind, Namespace: m.Namespace, Name: m.Name}
	return Item{Ref: ref, Resource: r, Meta: m}
}

// uninteresting are kinds that the cluster itself makes and unmakes all the time; a package has no say in them.
var uninteresting = map[schema.GroupResource]bool{
	{Resource: "events"}:                                                             true,
	{Group: "events.k8s.io", Resource: "events"}:                                     true,
	{Resource: "endpoints"}:                                                          true,
	{Group: "discovery.k8s.io", Resource: "endpointslices"}:                          true,
	{Resource: "nodes"}:                                                              true,
	{Resource: "componentstatuses"}:                                                  true,
	{Group: "coordination.k8s.io", Resource: "leases"}:                               true,
	{Group: "coordination.k8s.io", Resource: "leasecandidates"}:                      true,
	{Group: "metrics.k8s.io", Resource: "pods"}:                                      true,
	{Group: "metrics.k8s.io", Resource: "nodes"}:                                     true,
	{Group: "storage.k8s.io", Resource: "csinodes"}:                                  true,
	{Group: "storage.k8s.io", Resource: "csistoragecapacities"}:                      true,
	{Group: "storage.k8s.io", Resource: "volumeattachments"}:                         true,
	{Group: "networking.k8s.io", Resource: "ipaddresses"}:                            true,
	{Group: "networking.k8s.io", Resource: "servicecidrs"}:                           true,
	{Group: "certificates.k8s.io", Resource: "certificatesigningrequests"}:           true,
	{Group: "certificates.k8s.io", Resource: "podcertificaterequests"}:               true,
	{Group: "resource.k8s.io", Resource: "resourceslices"}:                           true,
	{Group: "flowcontrol.apiserver.k8s.io", Resource: "flowschemas"}:                 true,
	{Group: "flowcontrol.apiserver.k8s.io", Resource: "prioritylevelconfigurations"}: true,
}

// NewItem makes the Item of a namespaced object that was read in another way; resource is the plural name of its kind.
func NewItem(ref kube.Ref, resource string, m metav1.ObjectMeta) Item {
	gvr := schema.GroupVersionResource{Group: ref.Group, Version: ref.Version, Resource: resource}
	return Resource{GVR: gvr, Kind: ref.Kind, Namespaced: true}.item(m)
}
