package verifier

import (
	"context"
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// deleted is the reason of a deployer that was deleted while it ran.
const deleted = "Deleted"

// jobSeen handles a change of the Job itself, which may know what its Pod cannot tell any more: that the Pod's time was
// over, or, long after its end, how it went. job may be nil, if nothing was heard of it yet.
func (f *follower) jobSeen(ctx context.Context, job *batchv1.Job) (last update, done bool) {
	if job == nil || job.UID != f.job.GetUID() {
		return update{}, false
	}
	f.outcome = job
	ended := f.latest != nil && hasEnded(f.latest)
	verdict := finished(job)
	switch {
	case verdict != nil && verdict.Reason == batchv1.JobReasonDeadlineExceeded:
		return update{err: errDeployerTime}, true
	case f.held != nil && (verdict != nil || job.DeletionTimestamp != nil):
		return update{ended: f.held}, true
	case job.DeletionTimestamp != nil && !ended:
		return update{failure: jobDeleted(kube.RefOf(f.job))}, true
	case verdict == nil || ended:
		return update{}, false
	case f.lost != nil:
		return update{failure: f.lost}, true
	case f.latest != nil:
		return update{}, false
	}
	there, err := f.hasPod(ctx)
	switch {
	case err != nil:
		return update{err: err}, true
	case there:
		return update{}, false
	}
	return f.byJob(verdict), true
}

// byJob is how the deployer ended if its Pod is gone and only the Job's verdict is left.
func (f *follower) byJob(verdict *batchv1.JobCondition) update {
	if verdict.Type == batchv1.JobComplete {
		return update{ended: &ending{reason: "Completed"}}
	}
	return update{failure: &event.Failure{Stage: StepInstall, Object: f.object(), Reason: verdict.Reason,
		Message: "the deployer failed, and its Pod with its log is gone: " + verdict.Message, Hint: "Install again to see why."}}
}

// hasPod asks whether the Job has a Pod, of which the watch may just not have told yet.
func (f *follower) hasPod(ctx context.Context) (bool, error) {
	pods, err := f.client.Core.Pods(f.job.GetNamespace()).List(ctx, metav1.ListOptions{LabelSelector: f.selector()})
	if err != nil {
		return false, fmt.Errorf("look for the deployer's Pod: %w", err)
	}
	return slices.ContainsFunc(pods.Items, func(p corev1.Pod) bool { return metav1.IsControlledBy(&p, f.job) }), nil
}

// finished gives the condition that says how a Job ended; nil while it has not.
func finished(job *batchv1.Job) *batchv1.JobCondition {
	for i, c := range job.Status.Conditions {
		if c.Status == corev1.ConditionTrue && (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) {
			return &job.Status.Conditions[i]
		}
	}
	return nil
}

// jobDeleted is the verdict on a Job that something deleted.
func jobDeleted(ref kube.Ref) *event.Failure {
	return &event.Failure{Stage: StepInstall, Object: &ref, Reason: deleted,
		Message: "the deployer's Job was deleted before its end was seen, so that nobody can say how it went",
		Hint:    "Install again: what is there already stays."}
}
