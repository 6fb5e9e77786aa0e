package main

import (
	"context"
	"fmt"
	"time"
)

// byHand times what a careful person does with kubectl instead of a verification: apply the manifests, wait until they
// are ready, run the tester, delete everything and wait until it is gone. The images are on the node.
//
// It is the peer of a verification, and does less: no deployer, no roles, no look for leftovers.
func (b bench) byHand(ctx context.Context, n int) (series, error) {
	run := 0
	return repeat(n, func() (time.Duration, error) {
		run++
		name := fmt.Sprintf("by-hand-%d", run)
		app, testers, err := b.manifests(ctx, name)
		if err != nil {
			return 0, err
		}
		if err := b.kubectl(ctx, nil, "create", "namespace", name); err != nil {
			return 0, err
		}
		return timed(func() error { return b.verifyByHand(ctx, name, app, testers) })
	})
}

// manifests renders the package; the Application is left out, as nothing would act on it.
func (b bench) manifests(ctx context.Context, name string) (app, testers []byte, err error) {
	render := func(part string) ([]byte, error) {
		return run(ctx, nil, "chandler", "render", b.pkg, "--mode", "verify", "--part", part, "--name", name, "--namespace", name)
	}
	if app, err = render("app"); err != nil {
		return nil, nil, err
	}
	testers, err = render("testers")
	return app, testers, err
}

func (b bench) verifyByHand(ctx context.Context, namespace string, app, testers []byte) error {
	steps := []struct {
		stdin []byte
		args  []string
	}{
		{app, []string{"apply", "--server-side", "-f", "-"}},
		{nil, []string{"rollout", "status", "deployment", "--namespace", namespace, "--timeout=60s"}},
		{testers, []string{"apply", "--server-side", "-f", "-"}},
		{nil, []string{"wait", "pod", "--namespace", namespace, "--selector", "!pod-template-hash", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=60s"}},
		{testers, []string{"delete", "--wait", "-f", "-"}},
		{app, []string{"delete", "--wait", "--cascade=foreground", "-f", "-"}},
	}
	for _, s := range steps {
		if err := b.kubectl(ctx, s.stdin, s.args...); err != nil {
			return err
		}
	}
	return nil
}

func (b bench) kubectl(ctx context.Context, stdin []byte, args ...string) error {
	path, err := run(ctx, nil, "chandler-cluster", "kubeconfig", "--path", "--name", b.cluster)
	if err != nil {
		return err
	}
	_, err = run(ctx, stdin, "chandler-cluster", append([]string{"kubectl", "--kubeconfig", string(trim(path))}, args...)...)
	return err
}
