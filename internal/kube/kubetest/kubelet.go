package kubetest

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/internal/kube"
)

// PodSpec is that of Pods which no scheduler takes, so that a test can be their kubelet: see PlayKubelet.
const PodSpec = `{schedulerName: nobody, restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: main, image: "example.com/none:1"}]}`

// The statuses of Pods of PodSpec that have ended.
const (
	PodSucceeded = `{"phase": "Succeeded"}`
	PodFailed    = `{"phase": "Failed", "containerStatuses": [{"name": "main", "image": "x", "imageID": "x", "restartCount": 0, "state": {"terminated": {"exitCode": 3, "reason": "Error"}}}]}`
)

// PlayKubelet gives each Pod of a namespace the status, as JSON, that status says when the Pod appears; none if that is
// empty. name is the Pod's, or that of its Job.
func PlayKubelet(t testing.TB, c *kube.Client, namespace string, status func(name string) string) {
	t.Helper()
	w, err := c.Core.Pods(namespace).Watch(t.Context(), metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	go func() {
		for e := range w.ResultChan() {
			if pod, ok := e.Object.(*corev1.Pod); ok && e.Type == watch.Added {
				tellStatus(t, c, pod, status)
			}
		}
	}()
}

func tellStatus(t testing.TB, c *kube.Client, pod *corev1.Pod, status func(name string) string) {
	name := pod.Name
	if job := pod.Labels["batch.kubernetes.io/job-name"]; job != "" {
		name = job
	}
	text := status(name)
	if text == "" {
		return
	}
	_, err := c.Core.Pods(pod.Namespace).Patch(context.Background(), pod.Name, types.MergePatchType, []byte(`{"status": `+text+`}`), metav1.PatchOptions{}, "status")
	if err != nil && !apierrors.IsNotFound(err) {
		t.Errorf("play kubelet: %v", err)
	}
}
