package verifier

import (
	"context"
	"fmt"
	"io"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// lastLogs is how long the log of an ended container may take to be read to its end.
const lastLogs = 5 * time.Second

// update is one thing that the follower learned. Exactly one field is set.
type update struct {
	waiting string         // what the Pod waits for
	event   *event.Event   // what the deployer told
	line    string         // what it said otherwise
	failure *event.Failure // the cluster will not run the Pod
	ended   *ending        // its container ended
	err     error          // the cluster does not answer
}

// ending is how the deployer's container ended.
type ending struct {
	pod      kube.Ref
	exitCode int32
	reason   string
	message  string // the runtime's, where it could not start the container; else the end of the log
}

// follower starts the deployer's Job and tells what it does until it has ended. Its updates end with a failure, an
// ending or an error, after which the channel is closed.
type follower struct {
	client  *kube.Client
	job     *unstructured.Unstructured
	raw     io.Writer // the deployer's log goes here, as it is
	updates chan update

	pods    chan *corev1.Pod
	notes   chan *corev1.Event
	heed    bool // the Job's own word is heeded, not only its Pod's
	jobs    chan *batchv1.Job
	outcome *batchv1.Job   // the Job's last state, if it is heeded
	lost    *event.Failure // the Pod was deleted; the Job says why
	held    *ending        // the Pod's, until the Job has ended as well: the cluster then says the same to everybody
	logs    chan struct{}  // closed when the log has been read to its end; nil before it is read, and after
	reading chan struct{}  // the same, kept for the end
	read    int            // lines that have been read; of the goroutine that reads
	caught  bool           // the log was read, or is, after the container's end
	told    chan bool      // gets one value when the deployer says that it is done: whether all went well

	latest *corev1.Pod
	timer  <-chan time.Time // the end of the patience with the log
	ail    ailment
}

func newFollower(c *kube.Client, job *unstructured.Unstructured, raw io.Writer) *follower {
	return &follower{client: c, job: job, raw: raw, updates: make(chan update, 64),
		pods: make(chan *corev1.Pod, 16), notes: make(chan *corev1.Event, 64), jobs: make(chan *batchv1.Job, 4), told: make(chan bool, 1)}
}

// run follows the Job; create makes it, and gives it back, once the watches stand. It returns when the last update has
// been sent.
func (f *follower) run(ctx context.Context, create func(context.Context) (*unstructured.Unstructured, error)) {
	ctx, cancel := context.WithCancel(ctx)
	stop := f.watch(ctx)
	defer func() { // nobody may send any more when the channel is closed
		cancel()
		stop()
		if f.reading != nil {
			<-f.reading
		}
		close(f.updates)
	}()
	f.send(ctx, update{waiting: "Pod of " + kube.RefOf(f.job).String() + " to be made"})
	job, err := create(ctx)
	if err != nil {
		f.updates <- update{err: err}
		return
	}
	f.job = job
	for {
		last, done := f.next(ctx)
		if done && last.ended != nil && f.heed && (f.outcome == nil || finished(f.outcome) == nil) {
			f.held, done = last.ended, false
		}
		if done {
			f.updates <- last // not given up with ctx: whoever stops the follower takes all updates
			return
		}
	}
}

// next handles one signal; done says that there is nothing more to come after last.
func (f *follower) next(ctx context.Context) (last update, done bool) {
	select {
	case <-ctx.Done():
		return update{err: context.Cause(ctx)}, true
	case note := <-f.notes:
		if failure := f.refusal(note); failure != nil {
			return update{failure: failure}, true
		}
	case pod := <-f.pods:
		if metav1.IsControlledBy(pod, f.job) { // not that of an earlier Job of this name, on its way out
			return f.seen(ctx, pod)
		}
	case job := <-f.jobs:
		return f.jobSeen(ctx, job)
	case <-f.logs:
		f.logs = nil // a nil channel blocks: only the Pod's end counts from now on
		return f.end(ctx)
	case <-f.timer:
		return update{ended: f.ending()}, true
	case well := <-f.told:
		if !f.heed {
			return update{ended: f.endingTold(well)}, true
		}
	case <-f.ail.lasted:
		return update{failure: f.ail.failure}, true
	}
	return update{}, false
}

// seen handles a change of the Pod.
func (f *follower) seen(ctx context.Context, pod *corev1.Pod) (last update, done bool) {
	if f.lost != nil {
		return update{}, false
	}
	if pod.DeletionTimestamp != nil && !hasEnded(pod) {
		f.lost = f.blame(pod, deleted, "the deployer's Pod was deleted before it ended",
			"Install again; if it happens again, see who deletes Pods here: a node that is drained does.")
		if f.heed {
			return f.jobSeen(ctx, f.outcome)
		}
		return update{failure: f.lost}, true
	}
	started := f.latest != nil && hasStarted(f.latest)
	f.latest = pod
	f.ail.look(pod)
	if !hasStarted(pod) {
		f.send(ctx, update{waiting: describe(pod)})
		return f.end(ctx)
	}
	if !started {
		f.send(ctx, update{waiting: "deployer to report"})
		f.startReading(ctx)
	}
	return f.end(ctx)
}

func (f *follower) startReading(ctx context.Context) {
	f.reading = f.readLogs(ctx, f.latest.Name)
	f.logs = f.reading
}

// end tells whether the Pod has ended and its log is read; if only the log is missing, it sets a limit to that.
func (f *follower) end(ctx context.Context) (update, bool) {
	switch {
	case f.latest == nil || !hasEnded(f.latest):
		return update{}, false
	case f.logs == nil && f.caught:
		return update{ended: f.ending()}, true
	case f.logs == nil: // a reading that ended with the container may lack the last lines
		f.caught = true
		f.startReading(ctx)
	}
	if f.timer == nil {
		f.timer = time.After(lastLogs)
	}
	return update{}, false
}

func (f *follower) ending() *ending {
	e := &ending{pod: podRef(f.latest), exitCode: -1, reason: f.latest.Status.Reason}
	if s := deployerStatus(f.latest); s != nil && s.State.Terminated != nil {
		t := s.State.Terminated
		e.exitCode, e.reason, e.message = t.ExitCode, t.Reason, t.Message
	}
	return e
}

// endingTold is the ending of a deployer that has said its last word. The kubelet sees the container's end up to a second
// later; nothing is to be learned from that.
func (f *follower) endingTold(well bool) *ending {
	if hasEnded(f.latest) {
		return f.ending()
	}
	e := &ending{pod: podRef(f.latest), reason: "Completed"}
	if !well {
		e.exitCode, e.reason = 1, "Error"
	}
	return e
}

// refusal reads from an Event that the Job's controller cannot make the Pod.
func (f *follower) refusal(note *corev1.Event) *event.Failure {
	if note.InvolvedObject.UID != f.job.GetUID() || note.Reason != "FailedCreate" {
		return nil
	}
	return &event.Failure{Stage: StepInstall, Object: f.object(), Reason: note.Reason, Message: note.Message,
		Hint: "The namespace does not admit the deployer's Pod: look at its quota and admission policies."}
}

func (f *follower) blame(pod *corev1.Pod, reason, message, hint string) *event.Failure {
	ref := podRef(pod)
	return &event.Failure{Stage: StepInstall, Object: f.object(), Culprit: &ref, Reason: reason, Message: message, Hint: hint}
}

func (f *follower) object() *kube.Ref {
	ref := kube.RefOf(f.job)
	return &ref
}

func (f *follower) send(ctx context.Context, u update) {
	select {
	case f.updates <- u:
	case <-ctx.Done():
	}
}

// selector finds the Pods of the Job.
func (f *follower) selector() string {
	return fmt.Sprintf("%s=%s", batchv1.JobNameLabel, f.job.GetName())
}
