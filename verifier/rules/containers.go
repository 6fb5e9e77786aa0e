package rules

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// container is one container of a Pod, or of the template for Pods in another object.
type container struct {
	object      *unstructured.Unstructured
	name, image string
	init        bool
	spec        map[string]any
}

// podSpecs are the paths at which kinds keep the specification of Pods.
var podSpecs = map[string][]string{
	"Pod":        {"spec"},
	"Deployment": {"spec", "template", "spec"}, "StatefulSet": {"spec", "template", "spec"}, "DaemonSet": {"spec", "template", "spec"},
	"ReplicaSet": {"spec", "template", "spec"}, "ReplicationController": {"spec", "template", "spec"}, "Job": {"spec", "template", "spec"},
	"CronJob": {"spec", "jobTemplate", "spec", "template", "spec"},
}

// containers gives all containers of the app, its hooks and its testers.
func containers(s Subject) []container {
	var out []container
	for _, list := range [][]*unstructured.Unstructured{s.App, s.Hooks, s.Testers} {
		for _, o := range list {
			out = append(out, containersOf(o)...)
		}
	}
	return out
}

func containersOf(o *unstructured.Unstructured) []container {
	path := podSpecs[o.GetKind()]
	if path == nil {
		return nil
	}
	var out []container
	for _, field := range []string{"initContainers", "containers"} {
		list, _, _ := unstructured.NestedSlice(o.Object, append(append([]string{}, path...), field)...)
		for _, c := range list {
			if spec, ok := c.(map[string]any); ok {
				name, _ := spec["name"].(string)
				image, _ := spec["image"].(string)
				out = append(out, container{object: o, name: name, image: image, init: field == "initContainers", spec: spec})
			}
		}
	}
	return out
}
