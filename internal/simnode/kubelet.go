package simnode

import (
	"context"
	"fmt"
	"sync/atomic"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

type runner interface{ run(ctx context.Context) }

// kubelet sees to the Pods of the nodes: it brings them to their end if they are deleted, else to what they are meant
// to be.
func kubelet(client kubernetes.Interface, nodes []*node) runner {
	hosts := map[string]string{}
	for _, n := range nodes {
		hosts[n.name] = n.address
	}
	var given atomic.Uint32
	return control(client, "pods", &corev1.Pod{}, func(ctx context.Context, pod *corev1.Pod) error {
		pods, host := client.CoreV1().Pods(pod.Namespace), hosts[pod.Spec.NodeName]
		switch {
		case host == "":
		case pod.DeletionTimestamp != nil:
			now := int64(0)
			return pods.Delete(ctx, pod.Name, metav1.DeleteOptions{GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &pod.UID}})
		case pod.Status.Phase == corev1.PodPending:
			ip, n := host, given.Add(1)
			if !pod.Spec.HostNetwork {
				ip = fmt.Sprintf("198.18.%d.%d", n>>8&255, n&255)
			}
			play(pod, host, ip)
			_, err := pods.UpdateStatus(ctx, pod, metav1.UpdateOptions{})
			return err
		}
		return nil
	})
}
