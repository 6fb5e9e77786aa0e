package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

// Target names an instance on its cluster, and who acts.
type Target struct {
	Cluster  *clusters.Cluster
	Identity clusters.Identity
	// Name is that of the Application, which is in Namespace.
	Name, Namespace string
}

// open gives the cluster as the user sees it.
func (t Target) open() (verifier.Target, error) {
	client, err := t.Cluster.As(t.Identity)
	return verifier.Target{Client: client, Name: t.Cluster.Server()}, err
}

// Staying is an object that outlives its instance: Size is that of a claim ("1Gi"), Reason why it stays.
type Staying = verifier.Staying

// RemovalPlan is what a removal would do: Goes are the objects that the instance owns, Stays what outlives it.
type RemovalPlan = verifier.Removal

// RemovalOf is a plan as the API has it.
func RemovalOf(plan *RemovalPlan) Removal {
	out := Removal{Goes: []RemovedObject{}, Stays: []RemovedObject{}, Hooks: []RemovedObject{}}
	for _, ref := range plan.Goes {
		out.Goes = append(out.Goes, RemovedObject{Kind: ref.Kind, Name: ref.Name})
	}
	for _, ref := range plan.Hooks {
		out.Hooks = append(out.Hooks, RemovedObject{Kind: ref.Kind, Name: ref.Name})
	}
	for _, s := range plan.Stays {
		why := s.Reason
		if s.Size != "" {
			why = s.Size + ", " + why
		}
		out.Stays = append(out.Stays, RemovedObject{Kind: s.Kind, Name: s.Name, Why: why})
	}
	return out
}

// PlanRemoval tells what Remove would do. An instance that is gone is no error; then only what is left of it is told.
func PlanRemoval(ctx context.Context, t Target) (*RemovalPlan, error) {
	target, err := t.open()
	if err != nil {
		return nil, err
	}
	return verifier.PreviewRemoval(ctx, target, t.Namespace, t.Name)
}

// RemoveInput says what is removed.
type RemoveInput struct {
	Target
	// Stays is what an earlier RemovalPlan named: claims that bear no label of the instance are found through its Pods
	// only, which a removal that was cut off may not find any more.
	Stays []Staying
	// NoHooks removes the instance without running the hooks that it has for that.
	NoHooks bool
	// Timeout bounds the wait for objects to go, 2 minutes if zero.
	Timeout  time.Duration
	Progress func(Progress)
}

// Removed is what became of a removal.
type Removed struct {
	// Failure is why something does not go; nil if all is gone that should.
	Failure *event.Failure
	// Stays is what is still there: data, what the package keeps, what it left behind.
	Stays []Staying
}

// Remove deletes an instance, with its deployer if that still runs, and waits until all it owns is gone. Called again,
// after it was cut off or for an instance that is gone, it does what is left to do. An error means that the outcome is
// not known yet: ctx is over, or the cluster does not answer.
func Remove(ctx context.Context, in RemoveInput) (*Removed, error) {
	target, err := in.open()
	if err != nil {
		return nil, err
	}
	plan, err := PlanRemoval(ctx, in.Target)
	if err != nil {
		return nil, err
	}
	result, err := verifier.Uninstall(ctx, verifier.UninstallOptions{Target: target, Name: in.Name, Namespace: in.Namespace,
		RemoveTimeout: in.Timeout, Resume: true, NoHooks: in.NoHooks, Progress: in.hear()})
	if apierrors.IsForbidden(err) {
		return &Removed{Failure: mayNotRemove(in.Target, err), Stays: plan.Stays}, nil
	}
	if err != nil {
		return nil, err
	}
	out := &Removed{}
	if step := result.Step(verifier.StepRemove); result.Verdict == report.Failed {
		out.Failure = step.Failure
	}
	left, err := PlanRemoval(ctx, in.Target)
	if err != nil {
		return nil, err
	}
	out.Stays, err = stillThere(ctx, target.Client, left.Stays, slices.Concat(plan.Stays, in.Stays))
	return out, err
}

// mayNotRemove says in the words of the cluster that the user may not remove it, and who may.
func mayNotRemove(t Target, err error) *event.Failure {
	var refusal apierrors.APIStatus
	words := err.Error()
	if errors.As(err, &refusal) {
		words = refusal.Status().Message
	}
	return &event.Failure{Stage: verifier.StepRemove, Reason: "Forbidden", Message: words,
		Object: &kube.Ref{Group: applications.Group, Version: applications.Version, Kind: "Application", Namespace: t.Namespace, Name: t.Name},
		Hint:   fmt.Sprintf("Ask an admin of project %s for the role operator.", t.Namespace)}
}

func (in *RemoveInput) hear() func(verifier.Progress) {
	if in.Progress == nil {
		return nil
	}
	return func(p verifier.Progress) { in.Progress(Progress{Stage: p.Stage, Object: p.Object, Message: p.Message}) }
}

// stillThere adds to what stays those of the others that are there.
func stillThere(ctx context.Context, c *kube.Client, stays, others []Staying) ([]Staying, error) {
	for _, s := range others {
		if slices.ContainsFunc(stays, func(o Staying) bool { return o.Ref == s.Ref }) {
			continue
		}
		there, err := exists(ctx, c, s.Ref)
		if err != nil {
			return nil, err
		}
		if there {
			stays = append(stays, s)
		}
	}
	return stays, nil
}
