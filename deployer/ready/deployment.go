package ready

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
)

// deploymentReady holds when all wanted replicas are of the newest revision and available, and no older one is left.
func deploymentReady(o *unstructured.Unstructured, _ *world) State {
	d := convert[appsv1.Deployment](o)
	want := replicas(d.Spec.Replicas)
	switch s := d.Status; {
	case s.ObservedGeneration < d.Generation:
		return waiting(unseen)
	case d.Spec.Paused:
		return ready
	case s.UpdatedReplicas < want:
		return State{Message: fmt.Sprintf("%d of %d replicas are up to date", s.UpdatedReplicas, want), Symptom: deploymentSymptom(d)}
	case s.AvailableReplicas < want || s.UnavailableReplicas > 0:
		return State{Message: fmt.Sprintf("%d of %d replicas are available", min(s.AvailableReplicas, want), want), Symptom: deploymentSymptom(d)}
	case s.Replicas > s.UpdatedReplicas:
		return waiting(fmt.Sprintf("%d replicas of an older revision are left", s.Replicas-s.UpdatedReplicas))
	}
	return ready
}

func deploymentSymptom(d *appsv1.Deployment) *Symptom {
	for _, c := range d.Status.Conditions {
		switch {
		case c.Type == appsv1.DeploymentReplicaFailure && c.Status == corev1.ConditionTrue:
			return replicaFailure(c.Reason, c.Message)
		case c.Type == appsv1.DeploymentProgressing && c.Status == corev1.ConditionFalse && c.Reason == "ProgressDeadlineExceeded":
			return at(0, event.Failure{Reason: c.Reason, Message: c.Message, Hint: "Its Pods did not get available in time: see their logs and readiness probes."})
		}
	}
	return nil
}

// replicaFailure tells that Pods cannot be created: by quota, by a policy, for want of a ServiceAccount.
func replicaFailure(reason, message string) *Symptom {
	hint := apply.AdmissionHint(message)
	if hint == "" {
		hint = "The API server refuses the Pods. Change the Pod template as the message says."
	}
	return at(8*time.Second, event.Failure{Reason: reason, Message: "its Pods cannot be created: " + message, Hint: hint})
}

// replicas is the wanted number of replicas; the API server's default is 1.
func replicas(n *int32) int32 {
	if n == nil {
		return 1
	}
	return *n
}
