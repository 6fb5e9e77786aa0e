package ready

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// lapse is how long an object may stop being ready: an autoscaler adds Pods, a tester deletes one on purpose.
const lapse = 10 * time.Second

// While runs work, and watches that objects which are ready stay so. A container that ends, and an object that is not
// ready any more for 10 s, or not when the work is done and not soon after, end the work: its context is cancelled, and
// the error is an *event.Failure with the container's log. Otherwise the error is that of the work. What may not be
// watched is not.
func While(ctx context.Context, c *kube.Client, objects []apply.Applied, o Options, work func(context.Context) error) error {
	targets := mutes(c, targetsOf(objects, false))
	if len(targets) == 0 {
		return work(ctx)
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	k := &keeper{options: o, judge: newJudge(targets), observer: observe(ctx, c, o.Namespace, targets), done: make(chan error, 1)}
	defer k.close()
	k.judge.family = familyOf(c, objects, targets)
	k.add(k.judge.family.feeds(c, o.Namespace))
	begin := sync.OnceFunc(func() { go func() { k.done <- work(working) }() })
	symptom, err := k.keep(ctx, begin)
	if symptom == nil {
		return err
	}
	stop()
	if !k.worked {
		<-k.done //nolint:errcheck // it has been told to stop: its error says so
	}
	return symptom.withLog(context.WithoutCancel(ctx), c, o)
}

// keeper sees to it that what is ready stays so.
type keeper struct {
	options Options
	judge   *judge
	*observer
	done   chan error
	worked bool
	// endings is how often the containers had ended when they were first seen; nil before the first look.
	endings map[string]int32
	// unready is since when something has not been ready; zero while all is.
	unready time.Time
}

// keep begins the work when it has seen all, and returns when that is done and all is ready, or with what broke.
func (k *keeper) keep(ctx context.Context, begin func()) (*Symptom, error) {
	wake := time.NewTimer(partialPatience)
	defer wake.Stop()
	var result error
	interrupted := ctx.Done()
	for {
		select {
		case <-interrupted:
			begin() // it is the work's to say so
			interrupted = nil
		case result = <-k.done:
			if k.worked = true; ctx.Err() != nil || errors.Is(result, context.Canceled) {
				return nil, result
			}
		case c := <-k.changes:
			k.take(c)
		case <-wake.C:
		}
		if !k.seen(k.judge) {
			if k.worked {
				return nil, result
			}
			continue
		}
		symptom, again := k.look(time.Now())
		begin()
		if symptom != nil || k.worked && (result != nil || k.unready.IsZero()) {
			return symptom, result
		}
		if again > 0 {
			wake.Reset(again)
		}
	}
}

// look tells what broke, and when to look again.
func (k *keeper) look(now time.Time) (*Symptom, time.Duration) {
	if s := k.ended(); s != nil {
		return s, 0
	}
	v := k.judge.look(k.world, now, true)
	if v.ready || v.settling {
		k.unready = time.Time{}
		return nil, v.again
	}
	if k.unready.IsZero() {
		k.unready = now
	}
	if left := lapse - now.Sub(k.unready); left > 0 {
		return nil, left
	}
	patients, _ := k.judge.examine(k.world, now, true)
	return patients[0].lapsed(k.world), 0
}

// lapsed tells that a target is not ready any more.
func (p patient) lapsed(w *world) *Symptom {
	if len(p.symptoms) > 0 {
		return p.symptoms[0]
	}
	ref := p.ref
	s := at(0, event.Failure{Object: &ref, Reason: "NotReady"})
	if len(p.pods) > 0 {
		w.blamePod(s, p.pods[0])
	}
	s.Message = "it was ready, but is not any more: " + p.words()
	if s.Hint == "" {
		s.Hint = p.state.Hint
	}
	return s
}

// ended tells that a container that should run on has ended since it was first seen.
func (k *keeper) ended() *Symptom {
	first := k.endings == nil
	if first {
		k.endings = map[string]int32{}
	}
	targets := append(k.judge.members(k.world), k.judge.targets...)
	pods := k.world.podsByTarget(targets)
	for _, t := range targets {
		o := k.world.objects[k.world.feedOf(t)][t.ref.Name]
		if o == nil || !t.workload || t.ref.GroupKind() == jobKind {
			continue
		}
		for _, pod := range pods[o.GetUID()] {
			if s := k.endedIn(pod, first); s != nil {
				ref := t.ref
				s.Object = &ref
				return s
			}
		}
	}
	return nil
}

// endedIn looks at the containers of a Pod; first says that how often they ended before is no matter.
func (k *keeper) endedIn(pod *corev1.Pod, first bool) *Symptom {
	if pod.Spec.RestartPolicy != corev1.RestartPolicyAlways {
		return nil
	}
	for _, c := range pod.Status.ContainerStatuses {
		key := string(pod.UID) + "/" + c.Name
		if first {
			k.endings[key] = endings(c)
		}
		if c.State.Terminated == nil && endings(c) > k.endings[key] { // else the kubelet is about to say which log is which
			s := endSymptom(pod, c)
			k.world.blameProbe(s, pod)
			return s
		}
	}
	return nil
}

// endings is how often a container has ended.
func endings(c corev1.ContainerStatus) int32 {
	if c.State.Terminated != nil || c.State.Waiting != nil && c.State.Waiting.Reason == "CrashLoopBackOff" {
		return c.RestartCount + 1
	}
	return c.RestartCount
}

func endSymptom(pod *corev1.Pod, c corev1.ContainerStatus) *Symptom {
	ref := podRef(pod)
	s := at(0, event.Failure{Culprit: &ref, Container: c.Name, Reason: "Restarted", Message: fmt.Sprintf("container %s was restarted after the app was ready", c.Name)})
	s.pod, s.previous = pod.Name, c.State.Running != nil
	if ended := c.LastTerminationState.Terminated; ended != nil {
		s.ExitCode, s.Hint = &ended.ExitCode, exitHint(ended)
		s.Message = fmt.Sprintf("container %s exited %d after the app was ready", c.Name, ended.ExitCode)
		if ended.Reason != "" && ended.Reason != "Error" && ended.Reason != "Completed" {
			s.Reason = ended.Reason
		}
	}
	return s
}
