package ready

import (
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// cronJobReady holds when the CronJob can be run: its next run may be a month away. That its last run failed is said of
// it, but fails nobody's installation: the failure may be as old, and what is installed now may be the cure.
func cronJobReady(o *unstructured.Unstructured, w *world) State {
	cron := convert[batchv1.CronJob](o)
	switch e := w.lastEvent(cron.UID, "FailedCreate", "UnparseableSchedule", "InvalidSchedule", "UnknownTimeZone", "SuccessfulCreate"); {
	case e == nil || e.Reason == "SuccessfulCreate":
	case e.Reason == "FailedCreate":
		return State{Message: "its Jobs cannot be created", Symptom: replicaFailure(e.Reason, e.Message)}
	default:
		return State{Message: e.Message, Symptom: at(0, event.Failure{Reason: e.Reason, Message: e.Message,
			Hint: "Correct schedule or timeZone of the CronJob."})}
	}
	words := fmt.Sprintf("runs at %q", cron.Spec.Schedule)
	if cron.Spec.TimeZone != nil {
		words += " of " + *cron.Spec.TimeZone
	}
	if cron.Spec.Suspend != nil && *cron.Spec.Suspend {
		words = "suspended"
	}
	if job, why := w.lastRun(cron); why != "" {
		words += fmt.Sprintf("; its last run, Job/%s, failed: %s", job, why)
	}
	return State{Ready: true, Message: words}
}

// lastRun gives the newest ended Job of a CronJob, and why it failed; empty if it did not, or cannot be seen.
func (w *world) lastRun(cron *batchv1.CronJob) (job, why string) {
	var newest time.Time
	for _, o := range w.all(jobResource) {
		for _, ref := range o.GetOwnerReferences() {
			created := o.GetCreationTimestamp().Time
			if ref.UID != cron.UID || created.Before(newest) {
				continue
			}
			for _, c := range convert[batchv1.Job](o).Status.Conditions {
				if c.Status == corev1.ConditionTrue && (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) {
					newest, job, why = created, o.GetName(), ""
					if c.Type == batchv1.JobFailed {
						why = c.Message
					}
				}
			}
		}
	}
	return job, why
}
