package ready

import (
	"bytes"
	"context"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

const (
	// evidence is how many lines of a log a failure shows.
	evidence    = 10
	logBytes    = 64 << 10
	logTimeout  = 5 * time.Second
	longestLine = 500 // bytes
)

// Logs gives the last lines of a container's log, oldest first: no more than lines, each cut to a readable length. If
// previous is set, it is the log of the run before the current one. Without a log, or the right to read it, it is nil.
func Logs(ctx context.Context, c *kube.Client, namespace, pod, container string, lines int64, previous bool) []string {
	ctx, cancel := context.WithTimeout(ctx, logTimeout)
	defer cancel()
	limit := int64(logBytes)
	raw, err := c.Core.Pods(namespace).GetLogs(pod, &corev1.PodLogOptions{
		Container: container, Previous: previous, TailLines: &lines, LimitBytes: &limit}).DoRaw(ctx)
	if err != nil || len(bytes.TrimSpace(raw)) == 0 || isExcuse(raw) {
		return nil
	}
	text := strings.Split(strings.TrimRight(strings.ToValidUTF8(string(raw), "?"), "\n"), "\n")
	for i, line := range text {
		if len(line) > longestLine {
			text[i] = strings.ToValidUTF8(line[:longestLine], "") + "…"
		}
	}
	return text
}

// isExcuse says that a log is what the kubelet says instead of one.
func isExcuse(log []byte) bool {
	return bytes.HasPrefix(log, []byte("unable to retrieve container logs")) || bytes.HasPrefix(log, []byte("failed to try resolving symlinks in path"))
}

// withLog adds what the container said last.
func (s *Symptom) withLog(ctx context.Context, c *kube.Client, o Options) *event.Failure {
	f := s.Failure
	f.Stage = o.Stage
	if s.pod == "" || s.Container == "" {
		return &f
	}
	f.Log = Logs(ctx, c, o.Namespace, s.pod, s.Container, evidence, s.previous)
	if f.Log == nil {
		f.Log = Logs(ctx, c, o.Namespace, s.pod, s.Container, evidence, !s.previous)
	}
	return &f
}
