package verifier

import (
	"context"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// startedAnnotation is on a revision's configuration from before its deployer may run: the uid of its Job. A Job that
// this names and that is gone has run, so that it is not made again.
const startedAnnotation = "chandler.dev/started"

// failureAnnotation is on a Job whose deployer was given up: why.
const failureAnnotation = "chandler.dev/failure"

var jobs = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}

func (r *run) jobRef() kube.Ref {
	return kube.Ref{Group: "batch", Version: "v1", Kind: "Job", Namespace: r.namespace, Name: provision.JobName(r.name, r.revision.options.Number)}
}

func (r *run) configRef() kube.Ref {
	return kube.Ref{Version: "v1", Kind: "Secret", Namespace: r.namespace, Name: provision.ConfigName(r.name, r.revision.options.Number)}
}

// findRevision gives the Job that an earlier call has made, with what it generated; nil if the deployer has yet to be
// started. A failure says why it must not be.
func (r *run) findRevision(ctx context.Context) (*unstructured.Unstructured, error) {
	if err := r.alone(ctx); err != nil {
		return nil, err
	}
	started, err := r.takeUp(ctx)
	if err != nil {
		return nil, err
	}
	ref := r.jobRef()
	job, err := r.options.Target.Client.Dynamic.Resource(jobs).Namespace(r.namespace).Get(ctx, ref.Name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err) && !started:
		return nil, nil
	case apierrors.IsNotFound(err), err == nil && job.GetDeletionTimestamp() != nil:
		return nil, jobDeleted(ref)
	case err != nil:
		return nil, forbidden("get", ref, err)
	}
	return job, givenUp(job)
}

// giveUp ends a deployer that has no end of its own, and leaves the reason with its Job, if that is still there: whoever
// asks later hears the same.
func (r *run) giveUp(ctx context.Context, failure *event.Failure) error {
	told := *failure
	told.Log = nil // a Job is read by more people than its log
	text, err := json.Marshal(told)
	if err != nil {
		return err
	}
	_, err = r.patch(ctx, r.jobRef(), jobs, map[string]any{
		"metadata": map[string]any{"annotations": map[string]any{failureAnnotation: string(text)}},
		"spec":     map[string]any{"activeDeadlineSeconds": 1},
	})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// givenUp is the failure that giveUp left; nil if it left none.
func givenUp(job *unstructured.Unstructured) error {
	text := job.GetAnnotations()[failureAnnotation]
	if text == "" {
		return nil
	}
	failure := &event.Failure{}
	if err := json.Unmarshal([]byte(text), failure); err != nil {
		return fmt.Errorf("read why %s failed: %w", kube.RefOf(job), err)
	}
	return failure
}

// takeUp takes over the generated values from the configuration that an earlier call has made, if it has, and tells
// whether the deployer was started with it.
func (r *run) takeUp(ctx context.Context) (started bool, err error) {
	ref := r.configRef()
	secret, err := r.options.Target.Client.Core.Secrets(r.namespace).Get(ctx, ref.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, forbidden("get", ref, err)
	}
	values, err := deployer.ConfigParameters(secret.Data)
	if err != nil {
		return false, fmt.Errorf("read the parameters of the revision (%s): %w", ref, err)
	}
	r.keepGenerated(values)
	r.options.Parameters = overlay(r.revision.generated, r.options.Parameters)
	return secret.Annotations[startedAnnotation] != "", nil
}

// startOnce makes the Job, suspended at first, and lets it run when the configuration says that it was started: so it
// is known forever that it may have run, and a Job that was cut off in between is taken up.
func (r *run) startOnce(ctx context.Context) (*unstructured.Unstructured, error) {
	job := r.set.Job
	if job.GetUID() == "" { // it is not there yet
		wanted := job.DeepCopy()
		err := unstructured.SetNestedField(wanted.Object, true, "spec", "suspend")
		if err == nil {
			job, err = r.create(ctx, wanted)
		}
		if err != nil {
			return nil, err
		}
	}
	if suspended, _, _ := unstructured.NestedBool(job.Object, "spec", "suspend"); !suspended {
		return job, nil
	}
	mark := map[string]any{"metadata": map[string]any{"annotations": map[string]any{startedAnnotation: string(job.GetUID())}}}
	if _, err := r.patch(ctx, r.configRef(), corev1.SchemeGroupVersion.WithResource("secrets"), mark); err != nil {
		return nil, err
	}
	return r.patch(ctx, r.jobRef(), jobs, map[string]any{"spec": map[string]any{"suspend": false}})
}

func (r *run) patch(ctx context.Context, ref kube.Ref, resource schema.GroupVersionResource, change map[string]any) (*unstructured.Unstructured, error) {
	data, err := json.Marshal(change)
	if err != nil {
		return nil, err
	}
	o, err := r.options.Target.Client.Dynamic.Resource(resource).Namespace(ref.Namespace).
		Patch(ctx, ref.Name, types.MergePatchType, data, metav1.PatchOptions{FieldManager: fieldManager})
	if err != nil {
		return nil, forbidden("change", ref, err)
	}
	return o, nil
}
