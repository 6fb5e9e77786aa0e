package clusterfacts

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/pager"

	"github.com/chandler-dev/chandler/internal/kube"
)

// requests sums up by node what its Pods request. Pods that have ended take up nothing.
func requests(ctx context.Context, client *kube.Client) (map[string]corev1.ResourceList, error) {
	pages := pager.New(func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return client.Core.Pods(metav1.NamespaceAll).List(ctx, o)
	})
	running := fields.AndSelectors(
		fields.OneTermNotEqualSelector("spec.nodeName", ""),
		fields.OneTermNotEqualSelector("status.phase", string(corev1.PodSucceeded)),
		fields.OneTermNotEqualSelector("status.phase", string(corev1.PodFailed)),
	).String()
	sums := map[string]corev1.ResourceList{}
	err := pages.EachListItem(ctx, metav1.ListOptions{FieldSelector: running}, func(o runtime.Object) error {
		pod, ok := o.(*corev1.Pod)
		if !ok {
			return fmt.Errorf("the list of Pods has a %s", o.GetObjectKind().GroupVersionKind().Kind)
		}
		if sums[pod.Spec.NodeName] == nil {
			sums[pod.Spec.NodeName] = corev1.ResourceList{}
		}
		add(sums[pod.Spec.NodeName], podRequests(pod.Spec))
		return nil
	})
	return sums, err
}

// podRequests is what the scheduler keeps free for a Pod: the sum of its containers and sidecars or, where that is more,
// the greatest init container with the sidecars started before it; requests of the Pod as a whole count in their place;
// the overhead of its runtime comes on top.
func podRequests(pod corev1.PodSpec) corev1.ResourceList {
	sidecars, starting := corev1.ResourceList{}, corev1.ResourceList{}
	for _, c := range pod.InitContainers {
		now := sidecars.DeepCopy()
		add(now, c.Resources.Requests)
		atLeast(starting, now)
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			sidecars = now
		}
	}
	sum := sidecars
	for _, c := range pod.Containers {
		add(sum, c.Resources.Requests)
	}
	atLeast(sum, starting)
	if pod.Resources != nil {
		for name, q := range pod.Resources.Requests {
			sum[name] = q.DeepCopy()
		}
	}
	add(sum, pod.Overhead)
	return sum
}

func add(sum, more corev1.ResourceList) {
	for name, q := range more {
		total := sum[name].DeepCopy()
		total.Add(q)
		sum[name] = total
	}
}

// atLeast raises amounts to those of low.
func atLeast(amounts, low corev1.ResourceList) {
	for name, q := range low {
		if has := amounts[name]; has.Cmp(q) < 0 {
			amounts[name] = q.DeepCopy()
		}
	}
}
