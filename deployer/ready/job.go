package ready

import (
	"fmt"
	"sort"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// jobReady holds when the Job is complete, or suspended on purpose. A failed Job has failed for good; one whose Pods
// failed three times has, when nothing else of the app is still starting.
func jobReady(o *unstructured.Unstructured, w *world) State {
	job := convert[batchv1.Job](o)
	for _, c := range job.Status.Conditions {
		if c.Status != corev1.ConditionTrue {
			continue
		}
		switch c.Type {
		case batchv1.JobComplete, batchv1.JobSuccessCriteriaMet:
			return ready
		case batchv1.JobFailed, batchv1.JobFailureTarget:
			s := at(0, event.Failure{Reason: c.Reason, Message: "it failed: " + c.Message, Hint: "The log of its Pod says why."})
			w.blameFailedPod(s, job)
			if s.ExitCode != nil {
				s.Message = fmt.Sprintf("container %s exited %d: %s", s.Container, *s.ExitCode, c.Message)
			}
			return State{Message: "it failed", Symptom: s}
		}
	}
	if job.Spec.Suspend != nil && *job.Spec.Suspend {
		return State{Ready: true, Message: "suspended"}
	}
	if !keepsFailing(job) {
		return waiting("it runs")
	}
	s := &Symptom{Failure: event.Failure{Reason: "BackOff", Message: fmt.Sprintf("its Pods failed %d times", job.Status.Failed),
		Hint: "The log of its Pod says why."}, Amid: never, count: job.Status.Failed}
	w.blameFailedPod(s, job)
	return State{Message: "its Pods keep failing", Symptom: s}
}

// keepsFailing says that a Job makes no progress: as many Pods have failed as would if each that may run at once had
// failed three times. A Job that tells by a policy what its failures mean is left to its word.
func keepsFailing(job *batchv1.Job) bool {
	parallel := int32(1)
	if job.Spec.Parallelism != nil {
		parallel = max(1, *job.Spec.Parallelism)
	}
	return job.Status.Failed >= crashes*parallel && job.Status.Succeeded == 0 && job.Spec.PodFailurePolicy == nil && job.Spec.BackoffLimitPerIndex == nil
}

// blameFailedPod names the last of the Job's Pods that failed.
func (w *world) blameFailedPod(s *Symptom, job *batchv1.Job) {
	var failed []*corev1.Pod
	for _, pod := range w.pods {
		for _, ref := range pod.OwnerReferences {
			if ref.UID == job.UID && pod.Status.Phase != corev1.PodSucceeded {
				failed = append(failed, pod)
			}
		}
	}
	sort.Slice(failed, func(i, j int) bool { return failed[j].CreationTimestamp.Before(&failed[i].CreationTimestamp) })
	if len(failed) > 0 {
		w.blamePod(s, failed[0])
	}
}
