package faults

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"

	"github.com/chandler-dev/chandler/internal/faultproxy"
)

// undisturbed is what the package leaves without any fault, and how many writes that takes.
type undisturbed struct {
	state  map[string]string
	writes int
}

var (
	once    sync.Once
	without undisturbed
)

// withoutFaults deploys the package without any fault, once for all tests.
func withoutFaults(t *testing.T) undisturbed {
	t.Helper()
	once.Do(func() {
		x := begin(t)
		if err := x.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		without = undisturbed{state: x.state(), writes: len(x.proxy.Requests(faultproxy.Writes))}
	})
	applied := 0
	for _, content := range without.state {
		if strings.Contains(content, `"applyset.kubernetes.io/`) {
			applied++
		}
	}
	if applied != objects {
		t.Fatalf("the package has %d objects, want %d", applied, objects)
	}
	return without
}

// converged makes sure that the app is as it is without any fault: the same objects, with the same content, nothing
// else, and its phase is Success.
func (x *trial) converged() {
	x.Helper()
	if phase := x.phase(); phase != "Success" {
		x.Errorf("phase %q", phase)
	}
	if diff := cmp.Diff(withoutFaults(x.T).state, x.state()); diff != "" {
		x.Errorf("the app is not as without faults (-want +got):\n%s", diff)
	}
}

// state gives all objects of the namespace, and the package's definition, by kind and name, with their content as JSON.
// What the cluster makes of them by itself, and what it puts into them by chance, is left out.
func (x *trial) state() map[string]string {
	x.Helper()
	ctx := context.WithoutCancel(x.Context())
	found := map[string]string{}
	lists, err := discovery.ServerPreferredNamespacedResources(x.cluster.Discovery)
	if err != nil && len(lists) == 0 {
		x.Fatal(err)
	}
	lists = append(lists, &metav1.APIResourceList{GroupVersion: x.group() + "/v1", APIResources: []metav1.APIResource{{Name: "boats", Kind: "Boat", Verbs: []string{"list"}}}})
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			x.Fatal(err)
		}
		for _, r := range list.APIResources {
			if strings.HasSuffix(gv.Group, ".example.com") && gv.Group != x.group() || !strings.Contains(r.Verbs.String(), "list") || derived[r.Name] {
				continue
			}
			all, err := x.cluster.Dynamic.Resource(gv.WithResource(r.Name)).Namespace(x.namespace).List(ctx, metav1.ListOptions{})
			if err != nil {
				x.Fatalf("list %s: %v", r.Name, err)
			}
			for i := range all.Items {
				x.add(found, &all.Items[i])
			}
		}
	}
	definition, err := x.cluster.Dynamic.Resource(definitions).Get(ctx, "boats."+x.group(), metav1.GetOptions{})
	if err != nil {
		x.Fatal(err)
	}
	x.add(found, definition)
	return found
}

// derived are resources whose objects the cluster makes by itself.
var derived = map[string]bool{"events": true, "endpoints": true, "endpointslices": true, "controllerrevisions": true, "replicasets": true}

// byChance are the fields that the cluster fills in, and the count of deployments that went well: one that was killed when
// it had just said so counts.
var byChance = [][]string{
	{"status"}, {"spec", "clusterIP"}, {"spec", "clusterIPs"}, {"spec", "volumes"}, {"spec", "containers"},
	{"metadata", "managedFields"}, {"metadata", "resourceVersion"}, {"metadata", "uid"}, {"metadata", "creationTimestamp"}, {"metadata", "generation"},
	{"metadata", "annotations", "deployment.kubernetes.io/revision"}, {"metadata", "annotations", "chandler.dev/deployed"},
}

func (x *trial) add(found map[string]string, o *unstructured.Unstructured) {
	x.Helper()
	for _, field := range byChance {
		unstructured.RemoveNestedField(o.Object, field...)
	}
	if o.GetName() == "kube-root-ca.crt" || o.GetName() == "deployer" { // the cluster's, and the trial's own account
		return
	}
	owners := o.GetOwnerReferences()
	for i := range owners {
		owners[i].UID = ""
	}
	if len(owners) > 0 {
		o.SetOwnerReferences(owners)
	}
	set := o.GetLabels()["applyset.kubernetes.io/part-of"] + o.GetLabels()["applyset.kubernetes.io/id"]
	content, err := json.Marshal(o.Object)
	if err != nil {
		x.Fatal(err)
	}
	text := strings.ReplaceAll(string(content), x.namespace, "NAMESPACE")
	if set != "" {
		text = strings.ReplaceAll(text, set, "SET")
	}
	found[o.GetKind()+"/"+strings.ReplaceAll(o.GetName(), x.namespace, "NAMESPACE")] = text
}
