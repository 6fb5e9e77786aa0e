package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/chandler-dev/chandler/internal/kube"
)

// applyBench is a cluster, the programs that work on it, and a folder for their files.
type applyBench struct {
	cluster, peers, folder, kubeconfig string
	environment                        []string
	// client is what the benchmark itself looks with, distant what the bare loop works with.
	client, distant *kube.Client
}

// newApplyBench starts a cluster and builds the peers. close has to be called.
func newApplyBench(ctx context.Context) (b *applyBench, err error) {
	b = &applyBench{cluster: fmt.Sprintf("bench-%d", os.Getpid())}
	if b.peers, err = buildPeers(ctx); err != nil {
		return nil, err
	}
	if b.folder, err = os.MkdirTemp("", "chandler-bench-"); err != nil {
		return nil, err
	}
	if _, err := b.run(ctx, "bin/chandler-cluster", "up", "--ephemeral", "--name", b.cluster); err != nil {
		return nil, err
	}
	path, err := b.run(ctx, "bin/chandler-cluster", "kubeconfig", "--path", "--name", b.cluster)
	if err == nil {
		b.kubeconfig = strings.TrimSpace(path)
		b.client, _, err = connect(b.kubeconfig)
	}
	if err != nil {
		b.close(context.WithoutCancel(ctx))
	}
	return b, err
}

func connect(kubeconfig string) (*kube.Client, *rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, nil, err
	}
	client, err := kube.New(config)
	return client, config, err
}

// moveAway lets tools have a round trip of that length to the API server until ctx ends, and gives what the smallest of
// requests takes them.
func (b *applyBench) moveAway(ctx context.Context, distance time.Duration) (time.Duration, error) {
	kubeconfig := b.kubeconfig
	if distance > 0 {
		var err error
		if kubeconfig, err = away(ctx, b.kubeconfig, b.folder, distance); err != nil {
			return 0, err
		}
	}
	b.environment = append(os.Environ(), "KUBECONFIG="+kubeconfig, "HOME="+b.folder, "XDG_CACHE_HOME="+b.folder)
	client, config, err := connect(kubeconfig)
	if err != nil {
		return 0, err
	}
	b.distant = client
	return latency(config)
}

func (b *applyBench) close(ctx context.Context) {
	if _, err := b.run(ctx, "bin/chandler-cluster", "down", "--purge", "--name", b.cluster); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	_ = os.RemoveAll(b.folder) // it lies in the folder for temporary files
}

// run executes a program and returns its standard output.
func (b *applyBench) run(ctx context.Context, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = b.environment
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", program, strings.Join(args, " "), err, tail(out.String()), tail(errs.String()))
	}
	return out.String(), nil
}

func tail(text string) string { return text[max(0, len(text)-2000):] }

// life times what a tool does in a namespace of its own: apply, again, delete until nothing is left. What ends the
// namespace is not timed.
func (b *applyBench) life(ctx context.Context, t tool, s set, run int) ([]time.Duration, error) {
	namespace := fmt.Sprintf("%s-%d", strings.ReplaceAll(strings.ToLower(strings.Fields(t.name)[0]+"-"+s.name), " ", "-"), run)
	core := b.client.Core.Namespaces()
	if _, err := core.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}, metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	folder := filepath.Join(b.folder, namespace)
	if err := t.prepare(folder, namespace, s); err != nil {
		return nil, err
	}
	var times []time.Duration
	for i, do := range []func(context.Context, string, string, set) error{t.first, t.again, t.remove} {
		began := time.Now()
		if err := do(ctx, folder, namespace, s); err != nil {
			return nil, fmt.Errorf("%s: %w", steps[i], err)
		}
		if i == len(steps)-1 {
			if err := b.untilGone(ctx, namespace, s); err != nil {
				return nil, err
			}
		}
		times = append(times, time.Since(began))
		if err := b.check(ctx, namespace, s, i < len(steps)-1); err != nil {
			return nil, fmt.Errorf("after %s: %w", steps[i], err)
		}
	}
	if err := core.Delete(ctx, namespace, metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	return times, b.untilNoNamespace(ctx, namespace)
}

// left counts the objects of a set that are there.
func (b *applyBench) left(ctx context.Context, namespace string, s set) (n int, err error) {
	for _, resource := range s.resources {
		list, err := b.client.Metadata.Resource(resourceOf(resource)).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: "app.kubernetes.io/name=bench"})
		if err != nil {
			return 0, err
		}
		n += len(list.Items)
	}
	return n, nil
}

func resourceOf(text string) schema.GroupVersionResource {
	switch parts := strings.Split(text, "/"); len(parts) {
	case 3:
		return schema.GroupVersionResource{Group: parts[0], Version: parts[1], Resource: parts[2]}
	default:
		return schema.GroupVersionResource{Version: "v1", Resource: text}
	}
}

func (b *applyBench) untilGone(ctx context.Context, namespace string, s set) error {
	for {
		n, err := b.left(ctx, namespace, s)
		if err != nil || n == 0 {
			return err
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

func (b *applyBench) untilNoNamespace(ctx context.Context, namespace string) error {
	for {
		_, err := b.client.Core.Namespaces().Get(ctx, namespace, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return nil
		}
		if err == nil {
			err = pause(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// pause leaves the machine to the cluster between two looks.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(20 * time.Millisecond):
		return nil
	}
}

// check makes sure that a tool has done what it was timed for.
func (b *applyBench) check(ctx context.Context, namespace string, s set, there bool) error {
	n, err := b.left(ctx, namespace, s)
	if err == nil && there && n < len(s.manifests) {
		err = fmt.Errorf("only %d of %d objects are there", n, len(s.manifests))
	}
	return err
}
