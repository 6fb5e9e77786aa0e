package test

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
)

// The pauses between tries to read a log.
const (
	firstPause   = 100 * time.Millisecond
	longestPause = 2 * time.Second
)

// opener opens the log of a container.
type opener func(ctx context.Context, o *corev1.PodLogOptions) (io.ReadCloser, error)

// source is the log of one container of a tester.
type source struct {
	pod       types.UID
	container string
	open      opener
	output    output
	position  position
	restarts  int32 // of the container, when it was last read
	mute      bool  // the log may not be read

	mutex   sync.Mutex
	status  corev1.ContainerStatus
	changed chan struct{} // gets a value when status has changed
}

func newSource(container string, open opener, tell func(line string)) *source {
	return &source{container: container, open: open, output: output{tell: tell}, changed: make(chan struct{}, 1)}
}

// see takes in what the cluster says of the container.
func (s *source) see(status corev1.ContainerStatus) {
	s.mutex.Lock()
	s.status = status
	s.mutex.Unlock()
	select {
	case s.changed <- struct{}{}:
	default: // it will look all the same
	}
}

func (s *source) seen() corev1.ContainerStatus {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.status
}

// follow tells the log while it is written, until the context ends. A broken connection is taken up where it was.
func (s *source) follow(ctx context.Context) {
	wait := firstPause
	for ctx.Err() == nil && !s.mute {
		status := s.seen()
		if !started(status) {
			s.await(ctx, time.Hour)
			continue
		}
		lines, err := s.read(ctx, status, true)
		if lines > 0 {
			wait = firstPause
		}
		if err == nil && status.State.Running == nil { // all of a container that has ended
			s.await(ctx, time.Hour)
			continue
		}
		s.await(ctx, wait)
		wait = min(2*wait, longestPause)
	}
}

// await waits for a change, or for a time.
func (s *source) await(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-s.changed:
	case <-timer.C:
	}
}

func started(status corev1.ContainerStatus) bool {
	return status.State.Running != nil || status.State.Terminated != nil || status.LastTerminationState.Terminated != nil
}

// finish reads what has not come yet, and ends the output.
func (s *source) finish(ctx context.Context) {
	for wait := firstPause; started(s.seen()) && !s.mute; wait = min(2*wait, longestPause) {
		if _, err := s.read(ctx, s.seen(), false); err == nil || ctx.Err() != nil {
			break
		}
		s.await(ctx, wait)
	}
	s.output.end()
}

// read tells the lines that were not told yet: of the run of the container before this one, if that is new, and of this one.
func (s *source) read(ctx context.Context, status corev1.ContainerStatus, follow bool) (lines int, err error) {
	if status.RestartCount > s.restarts {
		before, err := s.stream(ctx, &corev1.PodLogOptions{Previous: true})
		if err != nil && !apierrors.IsBadRequest(err) && !apierrors.IsNotFound(err) { // it may be gone already
			return before, err
		}
		lines, s.restarts = before, status.RestartCount
	}
	more, err := s.stream(ctx, &corev1.PodLogOptions{Follow: follow})
	return lines + more, err
}

func (s *source) stream(ctx context.Context, o *corev1.PodLogOptions) (lines int, err error) {
	o.Container, o.Timestamps, o.SinceTime = s.container, true, s.position.since()
	stream, err := s.open(ctx, o)
	if apierrors.IsForbidden(err) {
		s.mute = true
		s.output.line(fmt.Sprintf("… the log cannot be told: %v", err))
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = stream.Close() }()
	return s.position.read(stream, !o.Follow, s.output.line)
}
