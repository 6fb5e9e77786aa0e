package verifier

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// keptRevisions is of how many revisions the deployer's Job and its configuration stay.
const keptRevisions = 10

// settling is how long the end of the deployer before may take to be seen by the cluster, after it said its last word.
const settling = 30 * time.Second

// alone refuses a revision that a later one has overtaken, or whose predecessor's deployer still runs: two would undo
// each other's work.
func (r *run) alone(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, settling, errStillRunning)
	defer cancel()
	for {
		running, version, err := r.runningBefore(ctx)
		if err != nil || running == nil {
			return err
		}
		r.waiting(StepInstall, running.String()+" to end")
		if err := r.awaitJobs(ctx, version); err != nil {
			if !errors.Is(context.Cause(ctx), errStillRunning) {
				return err
			}
			return &event.Failure{Stage: StepInstall, Object: running, Reason: "StillRunning", Message: "the deployer of an earlier revision still runs",
				Hint: "Wait until it has ended, then install again."}
		}
	}
}

var errStillRunning = errors.New("an earlier deployer still runs")

// runningBefore gives the Job of an earlier revision that has not ended, nil if there is none, and the version of the
// list. It fails if there is a later revision.
func (r *run) runningBefore(ctx context.Context) (*kube.Ref, string, error) {
	list, err := r.options.Target.Client.Typed.BatchV1().Jobs(r.namespace).List(ctx, r.ofRevisions())
	if err != nil {
		return nil, "", forbidden("list the deployer's Jobs beside", r.jobRef(), err)
	}
	var running *kube.Ref
	for _, job := range list.Items {
		number := revisionOf(job.ObjectMeta)
		ref := kube.Ref{Group: "batch", Version: "v1", Kind: "Job", Namespace: job.Namespace, Name: job.Name}
		switch {
		case number > r.revision.options.Number:
			return nil, "", &event.Failure{Stage: StepInstall, Object: &ref, Reason: "Overtaken",
				Message: fmt.Sprintf("revision %d was started after revision %d", number, r.revision.options.Number), Hint: "Look at the later revision."}
		case number < r.revision.options.Number && finished(&job) == nil && !waits(&job):
			running = &ref
		}
	}
	return running, list.ResourceVersion, nil
}

// awaitJobs waits for a change of the deployer's Jobs.
func (r *run) awaitJobs(ctx context.Context, version string) error {
	options := r.ofRevisions()
	options.ResourceVersion = version
	watch, err := r.options.Target.Client.Typed.BatchV1().Jobs(r.namespace).Watch(ctx, options)
	if err != nil {
		return forbidden("watch the deployer's Jobs beside", r.jobRef(), err)
	}
	defer watch.Stop()
	select {
	case <-watch.ResultChan():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// waits says whether the Job was never let run.
func waits(job *batchv1.Job) bool { return job.Spec.Suspend != nil && *job.Spec.Suspend }

// forgetOld deletes the Jobs and configurations of revisions long past. What cannot be deleted goes with the app.
func (r *run) forgetOld(ctx context.Context) {
	typed := r.options.Target.Client.Typed
	last := r.revision.options.Number - keptRevisions
	if last < 1 {
		return
	}
	background := metav1.DeletePropagationBackground
	options := metav1.DeleteOptions{PropagationPolicy: &background}
	old, err := typed.BatchV1().Jobs(r.namespace).List(ctx, r.ofRevisions())
	for i := range old.Items {
		if err == nil && revisionOf(old.Items[i].ObjectMeta) <= last {
			err = typed.BatchV1().Jobs(r.namespace).Delete(ctx, old.Items[i].Name, options)
		}
	}
	if err != nil {
		r.tell(Progress{Stage: StepInstall, Message: "the Jobs of earlier revisions stay: " + err.Error()})
		return
	}
	secrets, err := typed.CoreV1().Secrets(r.namespace).List(ctx, r.ofRevisions())
	for i := range secrets.Items {
		if err == nil && revisionOf(secrets.Items[i].ObjectMeta) <= last {
			err = typed.CoreV1().Secrets(r.namespace).Delete(ctx, secrets.Items[i].Name, options)
		}
	}
	if err != nil {
		r.tell(Progress{Stage: StepInstall, Message: "the configurations of earlier revisions stay: " + err.Error()})
	}
}

// ofRevisions selects what bears the number of one of the app's revisions.
func (r *run) ofRevisions() metav1.ListOptions {
	return metav1.ListOptions{LabelSelector: provision.LabelName + "=" + r.name + "," + provision.LabelRevision}
}

// revisionOf is the number that an object is labelled with; 0 without one.
func revisionOf(o metav1.ObjectMeta) int {
	n, _ := strconv.Atoi(o.Labels[provision.LabelRevision]) // a label that is no number is not ours
	return n
}
