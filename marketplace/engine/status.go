package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// State is how an instance is, in a word.
type State string

// The states of an instance. Degraded is one whose install went well and that is not ready now; Gone one whose
// Application is not there, be it not yet or no more; Unknown one whose cluster does not tell.
const (
	Creating  State = "creating"
	Upgrading State = "upgrading"
	Running   State = "running"
	Failed    State = "failed"
	Deleting  State = "deleting"
	Degraded  State = "degraded"
	Gone      State = "gone"
	Unknown   State = "unknown"
)

// InstanceStatus is how an instance is now.
type InstanceStatus struct {
	State State
	// Reason says in words why, unless the state is Running.
	Reason string
	// Failure is what ails the instance, if that can be seen.
	Failure *event.Failure
	// Revision is the newest one whose deployer was started; 0 if none is known.
	Revision int
	// App is the Application's tree of objects, each with its readiness; nil if the instance is Gone or Unknown.
	App *report.AppStatus
}

// Live is the status as the API has it, which knows of no instance without an Application but one of unknown state.
func (s *InstanceStatus) Live() Live {
	live := Live{State: string(s.State), Reason: s.Reason, Objects: s.App}
	if s.State == Gone {
		live.State = string(Unknown)
	}
	return live
}

var applications = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}

// Status tells how an instance is. An error means that the cluster does not answer, or does not let the user look.
func Status(ctx context.Context, t Target) (*InstanceStatus, error) {
	target, err := t.open()
	if err != nil {
		return nil, err
	}
	deployers, err := verifier.Deployers(ctx, target.Client, t.Namespace, t.Name)
	if err != nil {
		return nil, err
	}
	app, err := target.Client.Metadata.Resource(applications).Namespace(t.Namespace).Get(ctx, t.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return &InstanceStatus{State: Gone, Reason: fmt.Sprintf("there is no Application %s in project %s", t.Name, t.Namespace)}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("get Application/%s: %w", t.Name, err)
	}
	status, err := verifier.Status(ctx, target, t.Namespace, t.Name)
	if apierrors.IsNotFound(err) { // it went in this moment
		return &InstanceStatus{State: Gone, Reason: fmt.Sprintf("there is no Application %s in project %s", t.Name, t.Namespace)}, nil
	}
	if err != nil {
		return nil, err
	}
	out := &InstanceStatus{App: status}
	out.judge(app.DeletionTimestamp != nil, deployers)
	return out, nil
}

// judge finds the state and the reason for it. deployers are those of the instance's revisions, in their order.
func (s *InstanceStatus) judge(deleting bool, deployers []verifier.DeployerState) {
	ailing := firstNotReady(slices.Concat(s.App.Objects, s.App.NotOwned))
	var last verifier.DeployerState
	if len(deployers) > 0 {
		last = deployers[len(deployers)-1]
	}
	s.Revision = last.Revision
	switch {
	case deleting:
		s.State, s.Reason = Deleting, "it is being removed"
		return
	case !last.Ended && anySucceeded(deployers):
		s.State, s.Reason = Upgrading, fmt.Sprintf("the deployer of revision %d runs", last.Revision)
	case !last.Ended:
		s.State, s.Reason = Creating, "its deployer runs"
	case !last.Succeeded:
		s.State, s.Reason, s.Failure = Failed, "its deployer failed: "+last.Message, last.Failure
		if last.Failure != nil {
			s.Reason = last.Failure.Error()
		}
	case s.App.Ready:
		s.State = Running
		return
	default:
		s.State, s.Reason = Degraded, "not everything is ready"
	}
	if ailing != nil && s.Failure == nil {
		s.Reason, s.Failure = ailing.String()+": "+strings.TrimSpace(ailing.Message), ailing.Failure
	}
}

func anySucceeded(deployers []verifier.DeployerState) bool {
	return slices.ContainsFunc(deployers, func(d verifier.DeployerState) bool { return d.Succeeded })
}

// firstNotReady finds the first object that is not ready, with what it owns after it: the owner's words are about all.
func firstNotReady(objects []*report.ObjectStatus) *report.ObjectStatus {
	for _, o := range objects {
		if o.State == report.NotReady {
			return o
		}
		if below := firstNotReady(o.Owns); below != nil {
			return below
		}
	}
	return nil
}
