package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/marketplace/clusters"
)

// killer cancels a run when so many of its writes have reached the cluster, and counts them.
type killer struct {
	after  int64
	cancel context.CancelFunc
	writes atomic.Int64
}

func (k *killer) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		write := r.Method != http.MethodGet && strings.Contains(r.URL.Path, "/namespaces/engine-")
		response, err := next.RoundTrip(r)
		if write && k.writes.Add(1) == k.after {
			k.cancel()
		}
		return response, err
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAnInstallThatIsCutOffAnywhereGoesOn cuts a run off after each of its writes, then runs it again.
func TestAnInstallThatIsCutOffAnywhereGoesOn(t *testing.T) {
	testCluster(t)
	small := packaged(t, "testdata/small")
	for after := int64(1); ; after++ {
		if !cutOff(t, small, after) {
			if after < 6 {
				t.Errorf("an install of %d writes is shorter than was thought", after-1)
			}
			return
		}
	}
}

// cutOff installs with a run that is cut off after so many writes, and one that is not. It says whether the first was
// cut off at all.
func cutOff(t *testing.T, in InstallInput, after int64) (was bool) {
	t.Helper()
	t.Run(fmt.Sprintf("after write %d", after), func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		k := &killer{after: after, cancel: cancel}
		dying, load := testCluster(t, clusters.Wrap(k.wrap))
		c, _ := testCluster(t)
		in.Namespace, in.Loader = project(t, c), load
		in.Identity, in.Instance, in.Cluster = operator(in.Namespace), "ins-small", dying
		first, err := Install(ctx, in)
		was = errors.Is(err, context.Canceled)
		if !was {
			mustSucceed(t)(first, err)
		}
		in.Cluster = c
		onceOnly(t, c, in)
	})
	return was
}

// onceOnly installs, and checks that the deployer ran once and that all agree on what it made.
func onceOnly(t *testing.T, c *clusters.Cluster, in InstallInput) {
	t.Helper()
	outcome := mustSucceed(t)(Install(t.Context(), in))
	if jobs := jobsOf(t, c, in.Namespace); len(jobs) != 1 || jobs[0] != "shop-deployer-r1" {
		t.Errorf("the Jobs are %v", jobs)
	}
	pods, err := c.Platform.Core.Pods(in.Namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(pods.Items) != 1 {
		t.Errorf("the deployer had %d Pods (%v), want one", len(pods.Items), err)
	}
	has := secretOf(t, c, in.Namespace)["password"]
	if diff := cmp.Diff(map[string]any{"password": string(has)}, outcome.Generated); diff != "" {
		t.Errorf("the outcome has another password than the app (-app +outcome):\n%s", diff)
	}
	again := mustSucceed(t)(Install(t.Context(), in))
	if diff := cmp.Diff(outcome, again, cmpopts.IgnoreFields(Outcome{}, "Steps")); diff != "" {
		t.Errorf("asked again it is another outcome:\n%s", diff)
	}
}
