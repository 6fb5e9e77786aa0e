package verifier

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/go-logr/logr"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// watch feeds the follower with the Job's Pods and the namespace's Events until stop is called, which waits for the
// watches to have ended. ctx has to be cancelled before.
func (f *follower) watch(ctx context.Context) (stop func()) {
	pods := informers.NewSharedInformerFactoryWithOptions(f.client.Typed, 0, informers.WithNamespace(f.job.GetNamespace()),
		informers.WithTweakListOptions(func(o *metav1.ListOptions) { o.LabelSelector = f.selector() }))
	notes := informers.NewSharedInformerFactoryWithOptions(f.client.Typed, 0, informers.WithNamespace(f.job.GetNamespace()))
	// Adding a handler fails only for an informer that was stopped.
	_, _ = pods.Core().V1().Pods().Informer().AddEventHandler(feed(ctx, f.pods))
	_, _ = notes.Core().V1().Events().Informer().AddEventHandler(feed(ctx, f.notes))
	quiet := klog.NewContext(ctx, logr.Discard()) // a dropped connection is retried, and is no news for a terminal
	pods.StartWithContext(quiet)
	notes.StartWithContext(quiet)
	if !f.heed {
		return func() { pods.Shutdown(); notes.Shutdown() }
	}
	jobs := f.watchJob(ctx)
	jobs.StartWithContext(quiet)
	return func() { pods.Shutdown(); notes.Shutdown(); jobs.Shutdown() }
}

// watchJob feeds the follower with the states of the Job itself.
func (f *follower) watchJob(ctx context.Context) informers.SharedInformerFactory {
	jobs := informers.NewSharedInformerFactoryWithOptions(f.client.Typed, 0, informers.WithNamespace(f.job.GetNamespace()),
		informers.WithTweakListOptions(func(o *metav1.ListOptions) {
			o.FieldSelector = fields.OneTermEqualSelector("metadata.name", f.job.GetName()).String()
		}))
	_, _ = jobs.Batch().V1().Jobs().Informer().AddEventHandler(feed(ctx, f.jobs))
	return jobs
}

// feed hands every new state of an object on; a deleted one with its deletion marked.
func feed[T any](ctx context.Context, to chan<- *T) cache.ResourceEventHandler {
	send := func(o any) {
		if typed, ok := o.(*T); ok {
			select {
			case to <- typed:
			case <-ctx.Done():
			}
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    send,
		UpdateFunc: func(_, o any) { send(o) },
		DeleteFunc: func(o any) {
			if unknown, ok := o.(cache.DeletedFinalStateUnknown); ok {
				o = unknown.Obj
			}
			send(marked(o))
		},
	}
}

// marked is a Pod or a Job that is gone, so that it says so itself.
func marked(o any) any {
	now := metav1.Now()
	switch gone := o.(type) {
	case *corev1.Pod:
		if gone.DeletionTimestamp == nil {
			gone = gone.DeepCopy()
			gone.DeletionTimestamp = &now
		}
		return gone
	case *batchv1.Job:
		if gone.DeletionTimestamp == nil {
			gone = gone.DeepCopy()
			gone.DeletionTimestamp = &now
		}
		return gone
	}
	return o
}

// maxLine bounds the memory that one line of a log may take.
const maxLine = 1 << 20

// A kubelet may not have the log yet of a container that has just started: it is asked a few times, in growing intervals.
const (
	logTries = 5
	logPause = 100 * time.Millisecond
)

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// readLogs reads the deployer's log while it is written, from where the last reading ended; the channel is closed at its
// end.
func (f *follower) readLogs(ctx context.Context, pod string) chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for tries := 1; tries <= logTries && ctx.Err() == nil; tries++ {
			n, err := f.readFrom(ctx, pod, f.read)
			f.read += n
			if err == nil {
				return
			}
			if n > 0 {
				tries = 0 // it was a connection that broke; the log goes on where it was
			}
			pause(ctx, time.Duration(tries)*logPause)
		}
	}()
	return done
}

// readFrom opens the log and hands on its lines but the first skip ones, which an earlier connection has brought.
func (f *follower) readFrom(ctx context.Context, pod string, skip int) (lines int, err error) {
	options := &corev1.PodLogOptions{Container: provision.Container, Follow: true}
	stream, err := f.client.Typed.CoreV1().Pods(f.job.GetNamespace()).GetLogs(pod, options).Stream(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = stream.Close() }()
	reader := bufio.NewReaderSize(stream, 64<<10)
	for {
		line, err := readLine(reader)
		if line != "" {
			if lines++; lines > skip {
				f.hear(ctx, line)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return max(lines-skip, 0), nil
		case err != nil:
			return max(lines-skip, 0), err
		}
	}
}

// readLine reads a line with its end; what is longer than maxLine is dropped.
func readLine(r *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		part, err := r.ReadSlice('\n')
		if room := maxLine - b.Len(); room > 0 {
			b.Write(part[:min(len(part), room)])
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b.String(), err
		}
	}
}

// hear hands a line of the deployer on: as an event if it is one.
func (f *follower) hear(ctx context.Context, line string) {
	_, _ = io.WriteString(f.raw, line)
	line = strings.TrimRight(line, "\r\n")
	e, ok := event.Parse([]byte(line))
	if !ok {
		f.send(ctx, update{line: line})
		return
	}
	f.send(ctx, update{event: &e})
	if failed := e.Kind == event.Failed; failed || e.Kind == event.End && e.Stage == deployer.Cleanup {
		select {
		case f.told <- !failed:
		default: // it has said so before
		}
	}
}
