package verifier

import (
	"context"
	"fmt"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/verifier/inventory"
)

// eventsLog is the log with what the cluster told of the namespace's objects.
const eventsLog = "events.log"

// keepAll keeps the evidence of what is not going to be removed.
func (r *run) keepAll(ctx context.Context) error {
	r.stopDeployer()
	_, present, err := r.takeStock(ctx)
	if err != nil {
		return err
	}
	r.keepEvidence(ctx, present)
	return nil
}

// keepEvidence writes what stands in the namespace before it is removed: resources, events and, after a failure, the
// logs of all containers. Evidence that cannot be had changes no verdict, so that errors are dropped.
func (r *run) keepEvidence(ctx context.Context, present *inventory.Inventory) {
	if r.logs.folder == "" {
		return
	}
	g, ctx := errgroup.WithContext(ctx)
	resources, events := r.logs.file("resources.yaml"), r.logs.file(eventsLog)
	g.Go(func() error { r.writeResources(ctx, present, resources); return nil })
	g.Go(func() error { r.writeEvents(ctx, events); return nil })
	if r.failedSoFar() {
		r.writePodLogs(ctx)
	}
	_ = g.Wait()
}

// writeResources writes the namespace's objects in full, kind by kind, without the data of Secrets.
func (r *run) writeResources(ctx context.Context, present *inventory.Inventory, w io.Writer) {
	kinds := map[inventory.Resource]bool{}
	for _, i := range present.Items {
		if i.Namespace == r.namespace {
			kinds[i.Resource] = true
		}
	}
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(8)
	for kind := range kinds {
		g.Go(func() error {
			list, err := r.options.Target.Client.Dynamic.Resource(kind.GVR).Namespace(r.namespace).List(ctx, metav1.ListOptions{})
			if err != nil {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			for _, o := range list.Items {
				_, _ = w.Write(document(&o))
			}
			return nil
		})
	}
	_ = g.Wait()
}

// document is an object as a YAML document. Of a Secret it has the keys, but not the values.
func document(o *unstructured.Unstructured) []byte {
	o.SetManagedFields(nil)
	if o.GetKind() == "Secret" && o.GroupVersionKind().Group == "" {
		data, _, _ := unstructured.NestedMap(o.Object, "data")
		for key := range data {
			data[key] = "(not shown)"
		}
		o.Object["data"] = data
		o.SetAnnotations(nil) // kubectl writes the whole object into one of them
	}
	text, err := yaml.Marshal(o.Object)
	if err != nil {
		return nil
	}
	return append([]byte("---\n"), text...)
}

func (r *run) writeEvents(ctx context.Context, w io.Writer) {
	events, err := r.options.Target.Client.Typed.CoreV1().Events(r.namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return
	}
	for _, e := range events.Items {
		at := e.LastTimestamp.Time
		if at.IsZero() {
			at = e.EventTime.Time
		}
		fmt.Fprintf(w, "%s %-7s %s/%s  %s: %s\n", at.UTC().Format("15:04:05"), e.Type, e.InvolvedObject.Kind, e.InvolvedObject.Name, e.Reason, e.Message)
	}
}

// writePodLogs writes the last lines of every container, and of its previous run if it was restarted.
func (r *run) writePodLogs(ctx context.Context) {
	const lines = int64(2000)
	pods := r.options.Target.Client.Typed.CoreV1().Pods(r.namespace)
	list, err := pods.List(ctx, metav1.ListOptions{})
	if err != nil {
		return
	}
	for _, p := range list.Items {
		for _, c := range append(p.Spec.InitContainers, p.Spec.Containers...) {
			tail := lines
			for _, previous := range []bool{true, false} {
				stream, err := pods.GetLogs(p.Name, &corev1.PodLogOptions{Container: c.Name, TailLines: &tail, Previous: previous}).Stream(ctx)
				if err != nil {
					continue // it was not restarted, or has not started
				}
				text, _ := io.ReadAll(stream) // of which the kubelet keeps 10 MiB; what came before an error is kept
				_ = stream.Close()
				if len(text) > 0 {
					r.logs.line("pods/"+p.Name+"."+c.Name+".log", string(text)) // it need not end with a line's end
				}
			}
		}
	}
}
