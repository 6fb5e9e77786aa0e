package test

import (
	"context"
	"sort"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/internal/kube"
)

// logLines is how many lines of a tester's log are told.
const logLines = 1000

// collect tells the logs of a tester: of all containers of its Pod, or of the Pods of its Job.
func collect(ctx context.Context, c *kube.Client, a apply.Applied, o Options) {
	if o.Log == nil {
		return
	}
	for _, pod := range podsOf(ctx, c, a, o.Namespace) {
		for _, container := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
			for _, line := range ready.Logs(ctx, c, o.Namespace, pod.Name, container.Name, logLines, false) {
				o.Log(a.Ref(), line)
			}
		}
	}
}

func podsOf(ctx context.Context, c *kube.Client, a apply.Applied, namespace string) []corev1.Pod {
	pods := c.Core.Pods(namespace)
	if a.GetKind() == "Pod" {
		pod, err := pods.Get(ctx, a.GetName(), metav1.GetOptions{})
		if err != nil {
			return nil
		}
		return []corev1.Pod{*pod}
	}
	list, err := pods.List(ctx, metav1.ListOptions{LabelSelector: "batch.kubernetes.io/job-name=" + a.GetName()})
	if err != nil {
		return nil
	}
	sort.Slice(list.Items, func(i, j int) bool {
		return list.Items[i].CreationTimestamp.Before(&list.Items[j].CreationTimestamp)
	})
	return list.Items
}
