package deployer

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Phase is the assembly phase of an Application: how far its deployer is.
type Phase string

// The assembly phases.
const (
	Pending Phase = "Pending"
	Success Phase = "Success"
	Failed  Phase = "Failed"
)

// How long a deployer that fails may take to say so on its Application: one that is told to stop has only seconds.
const (
	failTimeout = time.Minute
	stopTimeout = 5 * time.Second
)

// notFound is the reason where there is no Application.
const notFound = "NotFound"

// live is the Application in the cluster.
type live struct {
	Owner
	set    *apply.Set
	client dynamic.ResourceInterface
	// deployed is how many deployments went well before.
	deployed int
}

// findLive finds the Application that was made for the app before its deployer was started.
func findLive(ctx context.Context, c *kube.Client, name, namespace string) (*live, error) {
	ref := kube.Ref{Group: applicationGroup, Kind: applicationKind, Namespace: namespace, Name: name}
	m, err := c.Mapper.RESTMapping(schema.GroupKind{Group: applicationGroup, Kind: applicationKind})
	if meta.IsNoMatchError(err) {
		return nil, &event.Failure{Object: &ref, Reason: "NoSuchKind", Message: "the cluster has no Applications of " + applicationGroup,
			Hint: "Install the CustomResourceDefinition applications.app.k8s.io; chandler's embedded cluster has it."}
	}
	if err != nil {
		return nil, fmt.Errorf("ask the cluster for its kinds: %w", err)
	}
	client := c.Dynamic.Resource(m.Resource).Namespace(namespace)
	o, err := client.Get(ctx, name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		return nil, &event.Failure{Object: &ref, Reason: notFound, Message: "there is no Application " + name + " in the namespace " + namespace,
			Hint: "What starts a deployer makes the Application first: chandler install does."}
	case err != nil:
		f := apply.Explain(ref, err)
		f.Stage = ""
		return nil, f
	}
	return &live{client: client, set: apply.NewSet(o), deployed: deployed(o), Owner: Owner{APIVersion: o.GetAPIVersion(), Kind: applicationKind, Name: name, UID: o.GetUID()}}, nil
}

// succeed marks the Application as deployed. It holds it to the published version first, for a marketplace shows it.
func (r *run) succeed(ctx context.Context) error {
	if r.schema.SchemaVersion == "v2" {
		o, err := r.application.client.Get(ctx, r.name, metav1.GetOptions{})
		if err != nil {
			return fmt.Errorf("read the Application %s: %w", r.name, err)
		}
		version, _, _ := unstructured.NestedString(o.Object, "spec", "descriptor", "version")
		if version != r.schema.PublishedVersion {
			return wrongApplication(o, fmt.Sprintf("its version in the cluster is %q, but schema.yaml has the publishedVersion %q",
				version, r.schema.PublishedVersion), "Something changed it while it was deployed: find out what, and run the deployer again.")
		}
	}
	return r.setPhase(ctx, Success)
}

func (r *run) setPhase(ctx context.Context, p Phase) error {
	change := map[string]any{"spec": map[string]any{"assemblyPhase": p}}
	if p == Success {
		change["metadata"] = map[string]any{"annotations": map[string]any{deployedAnnotation: strconv.Itoa(r.application.deployed + 1)}}
	}
	patch, err := json.Marshal(change)
	if err != nil {
		return err
	}
	_, err = r.application.client.Patch(ctx, r.name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: apply.FieldManager})
	if err != nil {
		return fmt.Errorf("set the assembly phase of Application %s to %s: %w", r.name, p, err)
	}
	return nil
}

// namespaceOwner reads the Namespace, to own cluster-scoped objects.
func namespaceOwner(ctx context.Context, c *kube.Client, namespace string) (*Owner, error) {
	ns, err := c.Core.Namespaces().Get(ctx, namespace, metav1.GetOptions{})
	if err != nil {
		f := apply.Explain(kube.Ref{Version: "v1", Kind: "Namespace", Name: namespace}, err)
		f.Stage = ""
		return nil, f
	}
	return &Owner{APIVersion: "v1", Kind: "Namespace", Name: namespace, UID: ns.UID}, nil
}
