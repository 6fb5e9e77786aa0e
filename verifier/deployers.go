package verifier

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// DeployerState is how far the deployer of a revision is.
type DeployerState struct {
	Revision         int
	Ended, Succeeded bool
	// Message is the cluster's word on a deployer that failed; Failure why it was given up, if it was.
	Message string
	Failure *event.Failure
}

// Deployers gives the deployers of an app's revisions, in their order.
func Deployers(ctx context.Context, c *kube.Client, namespace, name string) ([]DeployerState, error) {
	list, err := c.Typed.BatchV1().Jobs(namespace).List(ctx, metav1.ListOptions{
		LabelSelector: provision.LabelName + "=" + name + "," + provision.LabelRevision})
	if err != nil {
		return nil, fmt.Errorf("list the deployers of %s: %w", name, err)
	}
	var out []DeployerState
	for _, job := range list.Items {
		out = append(out, deployerState(&job))
	}
	slices.SortFunc(out, func(a, b DeployerState) int { return a.Revision - b.Revision })
	return out, nil
}

func deployerState(job *batchv1.Job) DeployerState {
	d := DeployerState{Revision: revisionOf(job.ObjectMeta)}
	if verdict := finished(job); verdict != nil {
		d.Ended, d.Succeeded, d.Message = true, verdict.Type == batchv1.JobComplete, verdict.Message
	}
	if text := job.Annotations[failureAnnotation]; text != "" {
		failure := &event.Failure{}
		if json.Unmarshal([]byte(text), failure) == nil { // what somebody else wrote there is none
			d.Ended, d.Failure = true, failure
		}
	}
	return d
}
