package ready

import (
	"testing"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestEveryKindHasItsOwnWord(t *testing.T) {
	tests := []struct {
		name, object string
		want         string // what it waits for; empty if it is ready
	}{
		{"a Deployment not yet seen", "{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 1, updatedReplicas: 1, availableReplicas: 1, replicas: 1}}", "its controller has not seen it yet"},
		{"a Deployment in the middle of a rollout", "{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, updatedReplicas: 1, availableReplicas: 2, replicas: 3}}", "1 of 2 replicas are up to date"},
		{"a Deployment with old replicas", "{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, updatedReplicas: 1, availableReplicas: 1, replicas: 2}}", "1 replicas of an older revision are left"},
		{"a Deployment without replicas", "{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas: 0}, status: {observedGeneration: 1}}", ""},
		{"a paused Deployment", "{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas: 1, paused: true}, status: {observedGeneration: 1}}", ""},
		{"a StatefulSet that is ready", "{apiVersion: apps/v1, kind: StatefulSet, metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, readyReplicas: 2, availableReplicas: 2, replicas: 2, currentRevision: a, updateRevision: a}}", ""},
		{"a StatefulSet in the middle of a rollout", "{apiVersion: apps/v1, kind: StatefulSet, metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, readyReplicas: 2, replicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}}", "1 of 2 replicas are up to date"},
		{"a StatefulSet with a partition", "{apiVersion: apps/v1, kind: StatefulSet, metadata: {generation: 1}, spec: {replicas: 2, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, status: {observedGeneration: 1, readyReplicas: 2, replicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}}", ""},
		{"a StatefulSet that is updated by hand", "{apiVersion: apps/v1, kind: StatefulSet, metadata: {generation: 1}, spec: {replicas: 1, updateStrategy: {type: OnDelete}}, status: {observedGeneration: 1, readyReplicas: 1, replicas: 1, currentRevision: a, updateRevision: b}}", ""},
		{"a DaemonSet not yet everywhere", "{apiVersion: apps/v1, kind: DaemonSet, metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2}}", "available on 2 of 3 nodes"},
		{"a DaemonSet that no node wants", "{apiVersion: apps/v1, kind: DaemonSet, metadata: {generation: 1}, status: {observedGeneration: 1}}", ""},
		{"a ReplicaSet", "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2, availableReplicas: 1}}", "1 of 2 replicas are available"},
		{"a Pod that is ready", "{apiVersion: v1, kind: Pod, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}", ""},
		{"a Pod that is done", "{apiVersion: v1, kind: Pod, status: {phase: Succeeded}}", ""},
		{"a Pod that is not ready", "{apiVersion: v1, kind: Pod, status: {phase: Running}}", "it is not ready"},
		{"a Job that runs", "{apiVersion: batch/v1, kind: Job, status: {active: 1}}", "it runs"},
		{"a Job that is complete", "{apiVersion: batch/v1, kind: Job, status: {conditions: [{type: Complete, status: 'True'}]}}", ""},
		{"a suspended Job", "{apiVersion: batch/v1, kind: Job, status: {conditions: [{type: Suspended, status: 'True'}]}}", ""},
		{"a claim", "{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}}", "it has no volume yet"},
		{"a bound claim", "{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Bound}}", ""},
		{"a Service", "{apiVersion: v1, kind: Service, spec: {type: ClusterIP}}", ""},
		{"a load balancer", "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}}", "the load balancer has no address yet"},
		{"a load balancer of its own class", "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer, loadBalancerClass: example.com/x}}", ""},
		{"a load balancer with a name", "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{hostname: x}]}}}", ""},
		{"a definition", "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: []}}", "the cluster does not serve the kind yet"},
		{"an API", "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, status: {conditions: [{type: Available, status: 'False', message: no endpoints}]}}", "the API is not available: no endpoints"},
		{"a custom resource without status", "{apiVersion: example.com/v1, kind: Thing, metadata: {generation: 1}}", ""},
		{"a custom resource not ready", "{apiVersion: example.com/v1, kind: Thing, status: {conditions: [{type: Ready, status: 'False', message: later}]}}", "later"},
		{"a custom resource behind its generation", "{apiVersion: example.com/v1, kind: Thing, metadata: {generation: 2}, status: {observedGeneration: 1}}", "Thing generation is 2, but latest observed generation is 1"},
		{"a ConfigMap", "{apiVersion: v1, kind: ConfigMap}", ""},
		{"the Application", "{apiVersion: app.k8s.io/v1beta1, kind: Application, status: {conditions: [{type: Ready, status: 'False'}]}}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := kubetest.Objects(t, test.object)[0]
			r := ruleFor(kube.RefOf(o).GroupKind())
			if r == nil {
				if test.want != "" {
					t.Error("it is not waited for")
				}
				return
			}
			state := r(o, newWorld(nil))
			if state.Ready != (test.want == "") || state.Message != test.want {
				t.Errorf("ready %v, %q; want %q", state.Ready, state.Message, test.want)
			}
		})
	}
}
