package faults

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	rbac "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/faultproxy"
)

func TestOfTwoDeployersAtOnceOneWinsAndTheOtherSaysWho(t *testing.T) {
	t.Parallel()
	x := begin(t)
	waits := make(chan struct{})
	told := sync.OnceFunc(func() { close(waits) })
	first := x.start(func(line string) {
		if strings.Contains(line, "wait    waiting for Pod/pod") {
			told()
		}
	})
	<-waits
	before := len(x.proxy.Requests(faultproxy.Writes))
	err := x.run(t.Context())
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "Locked" || f.Stage != event.Expand || !strings.Contains(f.Message, "another deployer is at work on it: the process ") {
		t.Errorf("%+v", err)
	}
	if after := len(x.proxy.Requests(faultproxy.Writes)); after != before {
		t.Errorf("the second one has written: %v", x.proxy.Requests(faultproxy.Writes)[before:])
	}
	x.makeReady()
	<-first.ended
	if first.ProcessState.ExitCode() != 0 {
		t.Errorf("the first one ended with %s:\n%s", first.ProcessState, first.output)
	}
	x.converged()
}

func TestADeployerWhoseLockIsTakenStopsAndLeavesThePhaseToTheOther(t *testing.T) {
	t.Parallel()
	x := begin(t)
	x.proxy.Add(faultproxy.Rule{Match: faultproxy.Writes, Skip: 30, Times: 1, Do: faultproxy.Then(func(faultproxy.Request) {
		_, err := x.cluster.Typed.CoordinationV1().Leases(x.namespace).Patch(t.Context(), "a-deployer", types.MergePatchType,
			[]byte(`{"spec": {"holderIdentity": "thief"}}`), metav1.PatchOptions{})
		if err != nil {
			t.Error(err)
		}
	})})
	x.play = func() {} // it waits until its lock is to be renewed
	err := x.run(t.Context())
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "LockLost" || !strings.Contains(f.Message, "thief") {
		t.Errorf("%+v", err)
	}
	if phase := x.phase(); phase != "Pending" {
		t.Errorf("phase %s is the other one's to write", phase)
	}
}

// TestADeployerThatCannotRenewItsLockWaits holds the lock's renewals off for longer than the lock is valid: the deployer
// writes nothing in that time, and goes on when it can.
func TestADeployerThatCannotRenewItsLockWaits(t *testing.T) {
	t.Parallel()
	x := begin(t)
	began := time.Now()
	x.proxy.Add(
		faultproxy.Rule{Match: until(20*time.Second, faultproxy.All(faultproxy.Of("leases"), faultproxy.Verbs("update"))), Do: faultproxy.Page(503)},
		// all that is written waits until the lock has expired, 15 s after it was made
		faultproxy.Rule{Match: faultproxy.All(faultproxy.Writes, faultproxy.Of("configmaps")), Times: 8, Do: faultproxy.Delay(17 * time.Second)})
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if time.Since(began) < 20*time.Second {
		t.Errorf("it went on without its lock, after %s", time.Since(began))
	}
	x.converged()
}

func TestADeployerWithoutTheRightToLeasesGoesOnAndSaysSo(t *testing.T) {
	t.Parallel()
	x := begin(t)
	x.mayOnly(rbac.PolicyRule{APIGroups: []string{"*"}, Verbs: []string{"*"}, Resources: []string{"applications", "applications/status", "configmaps", "secrets", "services",
		"serviceaccounts", "pods", "pods/log", "persistentvolumeclaims", "events", "deployments", "statefulsets", "replicasets", "cronjobs", "jobs", "networkpolicies",
		"roles", "rolebindings", "customresourcedefinitions", "boats", "namespaces"}})
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told := x.heard(event.End); strings.Count(told, "without a lock against other deployers") != 1 {
		t.Errorf("told\n%s", told)
	}
	x.converged()
}

// mayOnly leaves the deployer no more rights than these, in the whole cluster.
func (x *trial) mayOnly(rules ...rbac.PolicyRule) {
	x.Helper()
	roles, ctx := x.cluster.Typed.RbacV1(), x.Context()
	meta := metav1.ObjectMeta{Name: x.namespace}
	if _, err := roles.ClusterRoles().Create(ctx, &rbac.ClusterRole{ObjectMeta: meta, Rules: rules}, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
	x.Cleanup(func() { _ = roles.ClusterRoles().Delete(x.background(), x.namespace, metav1.DeleteOptions{}) })
	binding, err := roles.ClusterRoleBindings().Get(ctx, x.namespace, metav1.GetOptions{})
	if err != nil {
		x.Fatal(err)
	}
	if err := roles.ClusterRoleBindings().Delete(ctx, x.namespace, metav1.DeleteOptions{}); err != nil {
		x.Fatal(err)
	}
	if err := roles.RoleBindings(x.namespace).Delete(ctx, "deployer", metav1.DeleteOptions{}); err != nil {
		x.Fatal(err)
	}
	binding.RoleRef.Name, binding.ResourceVersion, binding.UID = x.namespace, "", ""
	if _, err := roles.ClusterRoleBindings().Create(ctx, binding, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
}
