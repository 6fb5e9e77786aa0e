package apply

import (
	"context"
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/internal/kube"
)

// parallel is how many requests are under way at once. More only queue in the server.
const parallel = 32

var dryRun = []string{metav1.DryRunAll}

// patch applies an object, or tries to with dry, and gives the server's answer.
//
// The server is told not to look for unknown and duplicate fields on its own: an apply refuses the former anyway, and the
// latter cannot be in what is sent. That halves its work.
func (a applier) patch(ctx context.Context, o *unstructured.Unstructured, dry []string) (answer *unstructured.Unstructured, err error) {
	data, err := json.Marshal(o.Object)
	if err != nil {
		return nil, fmt.Errorf("write as JSON: %w", err)
	}
	force := true
	options := metav1.PatchOptions{FieldManager: FieldManager, Force: &force, FieldValidation: metav1.FieldValidationIgnore, DryRun: dry}
	if len(dry) > 0 {
		ctx = kube.Trial(ctx)
	}
	resource := a.known[o.GroupVersionKind()]
	err = retry(ctx, resource.Defined && len(dry) == 0, func(ctx context.Context) (err error) {
		answer, err = a.at(resource).Patch(ctx, o.GetName(), types.ApplyPatchType, data, options)
		return err
	})
	return answer, err
}

func (a applier) at(r Resource) dynamic.ResourceInterface {
	if r.Namespaced {
		return a.client.Dynamic.Resource(r.GroupVersionResource).Namespace(a.options.Namespace)
	}
	return a.client.Dynamic.Resource(r.GroupVersionResource)
}
