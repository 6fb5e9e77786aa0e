package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
)

var applications = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}

func execAndForward(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "exec")
	c.started(t, ns, server("web"))
	core := c.client.CoreV1().RESTClient()
	request := core.Post().Resource("pods").Namespace(ns).Name("web").SubResource("exec").
		VersionedParams(&corev1.PodExecOptions{Command: []string{"/testapp", "get", "http://localhost:8080"}, Stdout: true}, scheme.ParameterCodec)
	command := must[remotecommand.Executor](t)(remotecommand.NewWebSocketExecutor(c.config, "GET", request.URL().String()))
	var out bytes.Buffer
	if err := command.StreamWithContext(deadline(t), remotecommand.StreamOptions{Stdout: &out}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "hello from web") {
		t.Errorf("exec printed %q", out.String())
	}
	forward(t, c, core.Post().Resource("pods").Namespace(ns).Name("web").SubResource("portforward").URL().String())
}

func forward(t *testing.T, c *cluster, url string) {
	t.Helper()
	roundTripper, upgrader, err := spdy.RoundTripperFor(c.config)
	if err != nil {
		t.Fatal(err)
	}
	request := must[*http.Request](t)(http.NewRequest(http.MethodPost, url, nil))
	dialer := spdy.NewDialer(upgrader, &http.Client{Transport: roundTripper}, http.MethodPost, request.URL)
	stop, ready := make(chan struct{}), make(chan struct{})
	forwarder := must[*portforward.PortForwarder](t)(portforward.New(dialer, []string{"0:8080"}, stop, ready, io.Discard, io.Discard))
	done := make(chan error, 1)
	go func() { done <- forwarder.ForwardPorts() }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	ports := must[[]portforward.ForwardedPort](t)(forwarder.GetPorts())
	if body := fetch(t, fmt.Sprintf("http://localhost:%d", ports[0].Local)); !strings.Contains(body, "hello from web") {
		t.Errorf("through the forwarded port: %s", body)
	}
	close(stop)
	if err := <-done; err != nil {
		t.Errorf("forward: %v", err)
	}
}

// cascade also proves that the garbage collector knew the kind when the cluster was ready: else this takes 30 s.
func cascade(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "cascade")
	apps := c.dynamic.Resource(applications).Namespace(ns)
	app := must[*unstructured.Unstructured](t)(apps.Create(deadline(t), &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "app.k8s.io/v1beta1", "kind": "Application", "metadata": map[string]any{"name": "shop"},
		"spec": map[string]any{
			"assemblyPhase": "Pending", "descriptor": map[string]any{"type": "Shop", "version": "1.0"},
			"componentKinds": []any{map[string]any{"group": "", "kind": "ConfigMap"}},
			"selector":       map[string]any{"matchLabels": map[string]any{"app": "shop"}},
		},
	}}, v1.CreateOptions{}))
	yes := true
	must[*corev1.ConfigMap](t)(c.client.CoreV1().ConfigMaps(ns).Create(deadline(t), &corev1.ConfigMap{ObjectMeta: v1.ObjectMeta{
		Name: "owned", OwnerReferences: []v1.OwnerReference{{
			APIVersion: "app.k8s.io/v1beta1", Kind: "Application", Name: "shop", UID: app.GetUID(), BlockOwnerDeletion: &yes,
		}},
	}}, v1.CreateOptions{}))
	background := v1.DeletePropagationBackground
	if err := apps.Delete(deadline(t), "shop", v1.DeleteOptions{PropagationPolicy: &background}); err != nil {
		t.Fatal(err)
	}
	gone[*corev1.ConfigMap](t, c.client.CoreV1().RESTClient(), "configmaps", ns, "owned")
}

// volumesOf lists the folders of volumes in the cluster's state.
func volumesOf(t *testing.T, c *cluster) []string {
	t.Helper()
	var names []string
	for _, e := range must[[]os.DirEntry](t)(os.ReadDir(c.StateDir + "/data/volumes")) {
		names = append(names, e.Name())
	}
	return names
}

func imageNames(t *testing.T, c *cluster, h *home) {
	ns := c.namespace(t, "images")
	var results []struct {
		Reference, Digest string
		Loaded            bool
	}
	folder := layout(t, "testapp:short")
	h.decode(h.run("load", folder, "--output", "json"), &results)
	if len(results) != 1 || results[0].Reference != "docker.io/library/testapp:short" || !results[0].Loaded {
		t.Errorf("first load: %+v", results)
	}
	h.decode(h.run("load", folder, "--output", "json"), &results)
	if len(results) != 1 || results[0].Loaded {
		t.Errorf("second load: %+v", results)
	}
	p := pod("short", "exit", "0")
	p.Spec.Containers[0].Image = "testapp:short"
	c.succeeds(t, ns, p)
}

func alwaysPull(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "always")
	p := pod("always", "exit", "0")
	p.Spec.Containers[0].ImagePullPolicy = corev1.PullAlways
	c.succeeds(t, ns, p)
}
