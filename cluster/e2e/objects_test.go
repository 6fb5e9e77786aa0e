package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// pod is a Pod of the test image that is not started again.
func pod(name string, arguments ...string) *corev1.Pod {
	grace := int64(1)
	return &corev1.Pod{
		ObjectMeta: v1.ObjectMeta{Name: name, Labels: map[string]string{"app": name}},
		Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever, TerminationGracePeriodSeconds: &grace,
			Containers: []corev1.Container{{Name: "main", Image: testImage, Args: arguments}},
		},
	}
}

// server is a Pod that serves HTTP at port 8080.
func server(name string) *corev1.Pod {
	p := pod(name, "serve", ":8080")
	p.Spec.Containers[0].ReadinessProbe = &corev1.Probe{PeriodSeconds: 1, ProbeHandler: corev1.ProbeHandler{
		HTTPGet: &corev1.HTTPGetAction{Path: "/", Port: intstr.FromInt32(8080)},
	}}
	return p
}

// namespace makes a namespace for a test.
func (c *cluster) namespace(t *testing.T, name string) string {
	t.Helper()
	_, err := c.client.CoreV1().Namespaces().Create(deadline(t), &corev1.Namespace{ObjectMeta: v1.ObjectMeta{Name: name}}, v1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// await watches an object until done is true of it.
func await[T runtime.Object](t *testing.T, client rest.Interface, resource, namespace, name string, done func(T) bool) T {
	t.Helper()
	list := cache.NewListWatchFromClient(client, resource, namespace, fields.OneTermEqualSelector("metadata.name", name))
	var last T
	_, err := watchtools.UntilWithSync(deadline(t), list, *new(T), nil, func(e watch.Event) (bool, error) {
		object, ok := e.Object.(T)
		last = object
		return ok && e.Type != watch.Deleted && done(object), nil
	})
	if err != nil {
		status, _ := json.Marshal(last)
		t.Fatalf("%s/%s: %v; last seen: %s", resource, name, err, status[max(0, bytes.LastIndex(status, []byte(`"status":{`))):])
	}
	return last
}

// gone watches until the object is gone.
func gone[T runtime.Object](t *testing.T, client rest.Interface, resource, namespace, name string) {
	t.Helper()
	list := cache.NewListWatchFromClient(client, resource, namespace, fields.OneTermEqualSelector("metadata.name", name))
	absent := func(store cache.Store) (bool, error) { return len(store.ListKeys()) == 0, nil }
	_, err := watchtools.UntilWithSync(deadline(t), list, *new(T), absent, func(e watch.Event) (bool, error) {
		return e.Type == watch.Deleted, nil
	})
	if err != nil {
		t.Fatalf("%s/%s is still there: %v", resource, name, err)
	}
}

// start makes a Pod.
func (c *cluster) start(t *testing.T, namespace string, p *corev1.Pod) {
	t.Helper()
	if _, err := c.client.CoreV1().Pods(namespace).Create(deadline(t), p, v1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

// started makes a Pod and waits until it is ready.
func (c *cluster) started(t *testing.T, namespace string, p *corev1.Pod) {
	t.Helper()
	c.start(t, namespace, p)
	c.ready(t, namespace, p.Name)
}

func (c *cluster) ready(t *testing.T, namespace, name string) *corev1.Pod {
	t.Helper()
	return await(t, c.client.CoreV1().RESTClient(), "pods", namespace, name, func(p *corev1.Pod) bool {
		for _, condition := range p.Status.Conditions {
			if condition.Type == corev1.PodReady {
				return condition.Status == corev1.ConditionTrue
			}
		}
		return false
	})
}

// succeeds makes a Pod, waits until it has ended well, and returns what it printed.
func (c *cluster) succeeds(t *testing.T, namespace string, p *corev1.Pod) string {
	t.Helper()
	c.start(t, namespace, p)
	ended := c.ended(t, namespace, p.Name)
	out := c.log(t, namespace, p.Name)
	if ended.Status.Phase != corev1.PodSucceeded {
		t.Fatalf("Pod %s has %s; it says:\n%s", p.Name, ended.Status.Phase, out)
	}
	return out
}

func (c *cluster) ended(t *testing.T, namespace, name string) *corev1.Pod {
	t.Helper()
	return await(t, c.client.CoreV1().RESTClient(), "pods", namespace, name, func(p *corev1.Pod) bool {
		return p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed
	})
}

func (c *cluster) log(t *testing.T, namespace, name string) string {
	t.Helper()
	stream := must[io.ReadCloser](t)(c.client.CoreV1().Pods(namespace).GetLogs(name, &corev1.PodLogOptions{}).Stream(deadline(t)))
	defer func() { _ = stream.Close() }()
	return string(must[[]byte](t)(io.ReadAll(stream)))
}
