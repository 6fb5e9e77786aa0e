package ready

import (
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// What holds nothing up on a cluster with neither metrics nor an ingress controller nor Pods to protect.
const bystanders = `
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: budget}, spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scale}
spec:
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  suspend: true
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "example.com/none:1"}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed}, spec: {podSelector: {}}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: in}, spec: {ingressClassName: nobodys, defaultBackend: {service: {name: web, port: {number: 80}}}}}
---
{apiVersion: v1, kind: ReplicationController, metadata: {name: old}, spec: {replicas: 0, selector: {app: old}, template: {metadata: {labels: {app: old}}, spec: {containers: [{name: c, image: "example.com/none:1"}]}}}}
---
`

func TestWhatHoldsNothingUpIsReadyOnARealCluster(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applied := applyFor(t, c, ns, bystanders+strings.Replace(unscheduled, "spec:", "spec:\n  replicas: 0", 1), nil)
	if err := Wait(t.Context(), c, applied, Options{Namespace: ns, Timeout: 30 * time.Second}); err != nil {
		t.Fatal(err)
	}
	var objects []Object
	for _, a := range applied {
		objects = append(objects, Object{Ref: a.Ref(), Resource: a.Resource.GroupVersionResource, Namespaced: true})
	}
	states, err := Look(t.Context(), c, objects, ns)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for ref, s := range states {
		if said[ref.String()] = s.Message; !s.Ready {
			t.Errorf("%s is not ready: %s", ref, s.Message)
		}
	}
	for name, want := range map[string]string{"PodDisruptionBudget/budget": "its selector finds no Pod", "CronJob/nightly": "suspended"} {
		if said[name] != want {
			t.Errorf("%s: %q, want %q", name, said[name], want)
		}
	}
}
