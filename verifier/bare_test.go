package verifier

import (
	"context"
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"

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
	pod := strings.NewReplacer("NAMESPACE", namespace, "IMAGE", image.Reference).Replace(barePod)
	uids := map[types.UID]bool{}
	for range 2 { // once more, it comes to the same
		if log, exit := runPod(t, target, namespace, pod); exit != 0 {
			t.Fatalf("exit status %d: %s", exit, log)
		}
		status, err := Status(t.Context(), target, namespace, "web")
		if err != nil {
			t.Fatal(err)
		}
		if status.Phase != "Success" || !status.Ready || len(status.Objects) == 0 {
			t.Errorf("phase %s, ready %v, %d objects", status.Phase, status.Ready, len(status.Objects))
		}
		config, err := target.Client.Core.ConfigMaps(namespace).Get(t.Context(), "web-config", metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		uids[config.UID] = true
	}
	if len(uids) != 1 {
		t.Error("the second run has made the app anew")
	}
}

func TestADeployerThatIsJustRunSaysWhatIsWrongWithItsParameters(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	image, err := folderSource(t, "testdata/good/constraints-unmet").Prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := target.Load(t.Context(), image.Archives...); err != nil {
		t.Fatal(err)
	}
	good := `args: [--parameters, '{"name": "web", "namespace": "NAMESPACE"}']`
	for instead, want := range map[string]struct {
		exit int32
		says string
	}{
		`args: [--parameters, '{"name": "web",']`:                                            {2, "ERROR --parameters:1:1: CH100: not YAML"},
		`args: [--parameters, '@/nowhere']`:                                                  {2, "ERROR --parameters: open /nowhere: no such file or directory"},
		`args: [--parameters, '{"namespace": "NAMESPACE"}']`:                                 {1, "ERROR expand: the parameter name (NAME) has no value: give it one"},
		`args: [--parameters, '{"name": "web", "namespace": "NAMESPACE", "colour": "red"}']`: {1, "ERROR expand: --parameters:1:"},
		`args: []`: {1, "or give --parameters"},
		`env: [{name: CHANDLER_PARAMETERS, value: '{"name": "web", "namespace": "NAMESPACE"}'}]`: {0, "cleanup done"},
	} {
		t.Run(instead, func(t *testing.T) {
			t.Parallel()
			namespace := kubetest.Namespace(t, target.Client)
			pod := strings.NewReplacer(good, strings.ReplaceAll(instead, "NAMESPACE", namespace), "NAMESPACE", namespace, "IMAGE", image.Reference).Replace(barePod)
			if log, exit := runPod(t, target, namespace, pod); exit != want.exit || !strings.Contains(log, want.says) {
				t.Errorf("exit status %d, want %d and %q in:\n%s", exit, want.exit, want.says, log)
			}
		})
	}
}

// runPod makes the objects, waits for the end of the Pod x among them, and removes that.
func runPod(t *testing.T, target Target, namespace, objects string) (log string, exit int32) {
	t.Helper()
	if _, err := apply.Apply(t.Context(), target.Client, kubetest.Objects(t, objects), apply.Options{Namespace: namespace}); err != nil {
		t.Fatal(err)
	}
	pods := target.Client.Core.Pods(namespace)
	pod, err := ended(t.Context(), pods)
	if err != nil {
		t.Fatal(err)
	}
	text, err := pods.GetLogs("x", &corev1.PodLogOptions{}).DoRaw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := int64(0)
	if err := pods.Delete(t.Context(), "x", metav1.DeleteOptions{GracePeriodSeconds: &now}); err != nil {
		t.Fatal(err)
	}
	return string(text), pod.Status.ContainerStatuses[0].State.Terminated.ExitCode
}

// ended waits for the end of the Pod.
func ended(ctx context.Context, pods typedcorev1.PodInterface) (*corev1.Pod, error) {
	watch, err := pods.Watch(ctx, metav1.ListOptions{ResourceVersion: "0", FieldSelector: fields.OneTermEqualSelector("metadata.name", "x").String()})
	if err != nil {
		return nil, err
	}
	defer watch.Stop()
	for e := range watch.ResultChan() {
		if pod, ok := e.Object.(*corev1.Pod); ok && (pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed) {
			return pod, nil
		}
	}
	return nil, fmt.Errorf("nobody has seen the end of the Pod: %w", context.Cause(ctx))
}
