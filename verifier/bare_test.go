package verifier

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// A Pod as kubectl run makes it, and the right to install in its namespace.
const barePod = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: install}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: default, namespace: NAMESPACE}]
---
apiVersion: v1
kind: Pod
metadata: {name: x}
spec:
  restartPolicy: Never
  containers:
  - name: x
    image: IMAGE
    imagePullPolicy: Never
    args: [--parameters, '{"name": "web", "namespace": "NAMESPACE"}']
`

func TestADeployerImageInstallsWhenItIsJustRun(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	image, err := folderSource(t, "testdata/good/constraints-unmet").Prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := target.Load(t.Context(), image.Archives...); err != nil {
		t.Fatal(err)
	}
	namespace := kubetest.Namespace(t, target.Client)
	objects := kubetest.Objects(t, strings.NewReplacer("NAMESPACE", namespace, "IMAGE", image.Reference).Replace(barePod))
	if _, err := apply.Apply(t.Context(), target.Client, objects, apply.Options{Namespace: namespace}); err != nil {
		t.Fatal(err)
	}
	if err := ended(t.Context(), target, namespace); err != nil {
		t.Fatal(err)
	}
	status, err := Status(t.Context(), target, namespace, "web")
	if err != nil {
		t.Fatal(err)
	}
	if status.Phase != "Success" || !status.Ready || len(status.Objects) == 0 {
		t.Errorf("phase %s, ready %v, %d objects", status.Phase, status.Ready, len(status.Objects))
	}
}

// ended waits for the end of the Pod; the error has its log if it failed.
func ended(ctx context.Context, target Target, namespace string) error {
	pods := target.Client.Core.Pods(namespace)
	watch, err := pods.Watch(ctx, metav1.ListOptions{ResourceVersion: "0", FieldSelector: fields.OneTermEqualSelector("metadata.name", "x").String()})
	if err != nil {
		return err
	}
	defer watch.Stop()
	for e := range watch.ResultChan() {
		pod, _ := e.Object.(*corev1.Pod)
		switch {
		case pod == nil:
		case pod.Status.Phase == corev1.PodSucceeded:
			return nil
		case pod.Status.Phase == corev1.PodFailed:
			log, err := pods.GetLogs("x", &corev1.PodLogOptions{}).Stream(ctx)
			if err != nil {
				return err
			}
			text, err := io.ReadAll(log)
			return fmt.Errorf("the deployer failed: %s %w", text, err)
		}
	}
	return fmt.Errorf("nobody has seen the end of the Pod: %w", context.Cause(ctx))
}
