package hooks

import (
	"context"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/ready"
)

// logLines is how many lines of each container are told.
const logLines = 1000

// log tells the log of a hook that has ended, if its policy is so. A log that cannot be had is no failure.
func (r runner) log(ctx context.Context, h Hook, failure error) {
	p := Succeeded
	if failure != nil {
		p = Failed
	}
	if r.options.Log == nil || !slices.Contains(h.Log, p) {
		return
	}
	selector := metav1.ListOptions{FieldSelector: "metadata.name=" + h.Object.GetName()}
	if h.Object.GetKind() == "Job" {
		selector = metav1.ListOptions{LabelSelector: "batch.kubernetes.io/job-name=" + h.Object.GetName()}
	}
	pods, err := r.client.Core.Pods(r.options.Namespace).List(ctx, selector)
	if err != nil {
		return
	}
	for _, pod := range pods.Items {
		for _, c := range append(pod.Spec.InitContainers, pod.Spec.Containers...) {
			for _, line := range ready.Logs(ctx, r.client, r.options.Namespace, pod.Name, c.Name, logLines, false) {
				r.options.Log(h.ref(), line)
			}
		}
	}
}
