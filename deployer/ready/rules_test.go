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
		{"a Job whose Pods failed", "{apiVersion: batch/v1, kind: Job, status: {failed: 3}}", "its Pods keep failing"},
		{"a Job of which others succeed", "{apiVersion: batch/v1, kind: Job, spec: {completions: 9, parallelism: 2}, status: {failed: 7, succeeded: 1}}", "it runs"},
		{"a Job of several at once", "{apiVersion: batch/v1, kind: Job, spec: {parallelism: 2}, status: {failed: 5}}", "it runs"},
		{"a Job with a policy of its own", "{apiVersion: batch/v1, kind: Job, spec: {podFailurePolicy: {rules: []}}, status: {failed: 5}}", "it runs"},
		{"a Job that fails for sure", "{apiVersion: batch/v1, kind: Job, status: {conditions: [{type: FailureTarget, status: 'True'}]}}", "it failed"},
		{"a claim", "{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}}", "it has no volume yet"},
		{"a bound claim", "{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Bound}}", ""},
		{"a Service", "{apiVersion: v1, kind: Service, spec: {type: ClusterIP}}", ""},
		{"a load balancer", "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}}", "the load balancer has no address yet"},
		{"a load balancer of its own class", "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer, loadBalancerClass: example.com/x}}", ""},
		{"a load balancer with a name", "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{hostname: x}]}}}", ""},
		{"a definition", "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: []}}", "the cluster does not serve the kind yet"},
		{"an API", "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, status: {conditions: [{type: Available, status: 'False', message: no endpoints}]}}", "the API is not available: no endpoints"},
		{"a ConfigMap", "{apiVersion: v1, kind: ConfigMap}", ""},
		{"an object on its way out", "{apiVersion: v1, kind: Service, metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}}", "it is being deleted"},
		{"a claim that grows", "{apiVersion: v1, kind: PersistentVolumeClaim, spec: {resources: {requests: {storage: 2Gi}}}, status: {phase: Bound, capacity: {storage: 1Gi}}}", "it grows from 1Gi to 2Gi"},
		{"a claim that got more than it asks for", "{apiVersion: v1, kind: PersistentVolumeClaim, spec: {resources: {requests: {storage: 1Gi}}}, status: {phase: Bound, capacity: {storage: 2Gi}}}", ""},
		{"a ReplicationController", "{apiVersion: v1, kind: ReplicationController, metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2, availableReplicas: 1}}", "1 of 2 replicas are available"},
		{"a budget not yet seen", "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {generation: 1}}", "its controller has not seen it yet"},
		{"a budget that allows nothing", "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {generation: 1}, status: {observedGeneration: 1, expectedPods: 1, currentHealthy: 1, desiredHealthy: 2}}", ""},
		{"an autoscaler that is new", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler}", ""},
		{"an autoscaler without metrics", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason: FailedGetResourceMetric}]}}", ""},
		{"an autoscaler of nothing", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, status: {conditions: [{type: AbleToScale, status: 'False', reason: FailedGetScale}]}}", "it cannot scale: FailedGetScale"},
		{"a CronJob", "{apiVersion: batch/v1, kind: CronJob, spec: {schedule: '0 3 * * *'}}", ""},
		{"a volume", "{apiVersion: v1, kind: PersistentVolume, status: {phase: Available}}", ""},
		{"a volume that is new", "{apiVersion: v1, kind: PersistentVolume}", "it is not available yet"},
		{"a volume that failed", "{apiVersion: v1, kind: PersistentVolume, status: {phase: Failed, message: busy}}", "it failed: busy"},
		{"a GatewayClass that nobody took", "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, status: {conditions: [{type: Accepted, status: Unknown, reason: Pending, message: Waiting for controller}]}}", "it is not accepted: Waiting for controller"},
		{"a GatewayClass", "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, status: {conditions: [{type: Accepted, status: 'True'}]}}", ""},
		{"a GatewayClass accepted before it changed", "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {generation: 2}, status: {conditions: [{type: Accepted, status: 'True', observedGeneration: 1}]}}", "it is not accepted yet"},
		{"a Gateway that nobody serves", "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, status: {conditions: [{type: Accepted, status: Unknown}]}}", ""},
		{"a route without parents", "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, status: {parents: []}}", "none of its parents has taken it yet"},
		{"a route", "{apiVersion: gateway.networking.k8s.io/v1, kind: GRPCRoute, status: {parents: [{conditions: [{type: Accepted, status: 'True'}, {type: ResolvedRefs, status: 'True'}]}]}}", ""},
		{"a route to nothing", "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, status: {parents: [{conditions: [{type: Accepted, status: 'True'}, {type: ResolvedRefs, status: 'False', message: no Service web}]}]}}", "what it refers to is not found: no Service web"},
		{"an app within the app", "{apiVersion: app.k8s.io/v1beta1, kind: Application, spec: {assemblyPhase: Pending}}", "its deployer is not done"},
		{"an app within the app that is done", "{apiVersion: app.k8s.io/v1beta1, kind: Application, spec: {assemblyPhase: Success}}", ""},
		{"a network policy", "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy}", ""},
		{"a webhook of another cluster", "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, webhooks: [{name: a.example.com, clientConfig: {url: 'https://example.com'}}]}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := kubetest.Objects(t, test.object)[0]
			target, wanted := targetOf(kube.RefOf(o), podResource, true)
			if !wanted {
				if test.want != "" {
					t.Error("it is not waited for")
				}
				return
			}
			state := target.state(o, newWorld("ns"))
			if state.Ready != (test.want == "") || !state.Ready && state.Message != test.want {
				t.Errorf("ready %v, %q; want %q", state.Ready, state.Message, test.want)
			}
		})
	}
}
