package test

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
)

// endTimeout is how long the rest of the logs may take to be read once a tester has ended.
const endTimeout = 5 * time.Second

// follower tells the logs of one tester while it runs: of all containers of its Pod, or of the Pods of its Job.
type follower struct {
	client *kube.Client
	tester apply.Applied
	tell   func(Line)
	alone  bool // no other tester runs

	mutex    sync.Mutex
	pods     map[types.UID]bool
	sources  []*source
	watching sync.WaitGroup
	stop     context.CancelFunc
}

// follow begins to tell; end ends it.
func follow(ctx context.Context, c *kube.Client, tester apply.Applied, alone bool, tell func(Line)) *follower {
	f := &follower{client: c, tester: tester, alone: alone, tell: tell, pods: map[types.UID]bool{}}
	ctx, f.stop = context.WithCancel(ctx)
	f.watching.Go(func() { f.watch(ctx) })
	return f
}

// end tells what the containers have said that was not told yet.
func (f *follower) end(ctx context.Context) {
	f.stop()
	f.watching.Wait()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	if list, err := f.client.Core.Pods(f.tester.GetNamespace()).List(ctx, f.selection("")); err == nil {
		slices.SortStableFunc(list.Items, func(a, b corev1.Pod) int { return a.CreationTimestamp.Compare(b.CreationTimestamp.Time) })
		for _, pod := range list.Items {
			f.see(&pod)
		}
	}
	for _, s := range f.sources {
		s.finish(ctx)
	}
}

// last are the last lines of a container, or, if that said nothing, of any.
func (f *follower) last(container string) []string {
	var last []string
	for _, s := range f.sources {
		if len(s.output.last) > 0 && (last == nil || s.container == container) {
			last = s.output.last
		}
	}
	return last
}

// watch sees the Pods of the tester until the context ends.
func (f *follower) watch(ctx context.Context) {
	pods := f.client.Core.Pods(f.tester.GetNamespace())
	for wait := firstPause; ctx.Err() == nil; wait = min(2*wait, longestPause) {
		list, err := pods.List(ctx, f.selection(""))
		if err != nil {
			pause(ctx, wait)
			continue
		}
		for _, pod := range list.Items {
			f.begin(ctx, &pod)
		}
		w, err := pods.Watch(ctx, f.selection(list.ResourceVersion))
		if err != nil {
			pause(ctx, wait)
			continue
		}
		if f.hear(ctx, w) {
			wait = firstPause
		}
		w.Stop()
		pause(ctx, wait)
	}
}

// hear takes in the events of a watch until it ends, and says whether there were some.
func (f *follower) hear(ctx context.Context, w watch.Interface) (some bool) {
	for {
		select {
		case <-ctx.Done():
			return some
		case e, open := <-w.ResultChan():
			pod, ok := e.Object.(*corev1.Pod)
			if !open || !ok {
				return some
			}
			some = true
			f.begin(ctx, pod)
		}
	}
}

// begin takes in the state of a Pod, and follows its containers if it is new.
func (f *follower) begin(ctx context.Context, pod *corev1.Pod) {
	for _, s := range f.see(pod) {
		f.watching.Go(func() { s.follow(ctx) })
	}
}

// see takes in the state of a Pod, and gives the sources that are new.
func (f *follower) see(pod *corev1.Pod) (fresh []*source) {
	if f.tester.GetKind() == "Job" && !metav1.IsControlledBy(pod, f.tester) || f.tester.GetKind() == "Pod" && pod.UID != f.tester.GetUID() {
		return nil // of an earlier run
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if !f.pods[pod.UID] {
		f.pods[pod.UID] = true
		fresh = f.sourcesOf(pod)
		f.sources = append(f.sources, fresh...)
	}
	for _, status := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		for _, s := range f.sources {
			if s.pod == pod.UID && s.container == status.Name {
				s.see(status)
			}
		}
	}
	return fresh
}

func (f *follower) sourcesOf(pod *corev1.Pod) (sources []*source) {
	containers := slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers)
	for _, c := range containers {
		name := f.name(pod, c.Name, len(containers))
		tell := func(line string) { f.tell(Line{Tester: f.tester.Ref(), Source: name, Text: line}) }
		open := func(ctx context.Context, o *corev1.PodLogOptions) (io.ReadCloser, error) {
			return f.client.Core.Pods(pod.Namespace).GetLogs(pod.Name, o).Stream(ctx)
		}
		s := newSource(c.Name, open, tell)
		s.pod = pod.UID
		sources = append(sources, s)
	}
	return sources
}

// name tells the lines of a container from others: it is empty if there are no others. The first Pod of a Job goes by
// the Job's name, one that was made as the first has failed by its own.
func (f *follower) name(pod *corev1.Pod, container string, containers int) string {
	retried := len(f.pods) > 1
	name := f.tester.GetName()
	if retried {
		name = pod.Name
	}
	switch {
	case containers > 1:
		return name + "/" + container
	case f.alone && !retried:
		return ""
	}
	return name
}

// selection finds the tester's Pods.
func (f *follower) selection(version string) metav1.ListOptions {
	o := metav1.ListOptions{ResourceVersion: version}
	if f.tester.GetKind() == "Pod" {
		o.FieldSelector = fields.OneTermEqualSelector("metadata.name", f.tester.GetName()).String()
	} else {
		o.LabelSelector = labels.Set{"batch.kubernetes.io/job-name": f.tester.GetName()}.String()
	}
	return o
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
