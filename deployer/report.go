package deployer

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// begins tells on the Application that a stage has begun, where that is worth a word.
func (r *run) begins(ctx context.Context, stage string) {
	switch stage {
	case event.Apply:
		version, _, _ := unstructured.NestedString(r.Application.Object, "spec", "descriptor", "version") // as it was checked
		message := count(len(r.App), "object") + " of version " + version
		r.recorder.record(ctx, corev1.EventTypeNormal, reasonApplying, message)
		r.application.setCondition(ctx, condition{Assembled, metav1.ConditionUnknown, reasonApplying, message})
	case event.Test:
		if len(r.Testers) > 0 {
			r.recorder.record(ctx, corev1.EventTypeNormal, reasonTesting, "the tests of the package run")
		}
	}
}

// ends tells on the Application that a stage has ended well.
func (r *run) ends(ctx context.Context, stage string) {
	message := r.secrets.Text(r.ended.Message)
	switch {
	case stage == event.Apply && r.NoWait && r.Mode == Install:
		r.recorder.record(ctx, corev1.EventTypeNormal, reasonApplied, message)
		r.application.setCondition(ctx, condition{Assembled, metav1.ConditionTrue, reasonApplied, message})
	case stage == event.Apply:
		r.recorder.record(ctx, corev1.EventTypeNormal, reasonApplied, message)
	case stage == event.Wait:
		message = count(len(r.applied), "object") + " ready"
		r.recorder.record(ctx, corev1.EventTypeNormal, reasonReady, message)
		r.application.setCondition(ctx, condition{Assembled, metav1.ConditionTrue, reasonReady, message})
	case stage == event.Prune && message != "":
		r.recorder.record(ctx, corev1.EventTypeNormal, reasonPruned, message)
	case stage == event.Test && len(r.Testers) > 0:
		r.recorder.record(ctx, corev1.EventTypeNormal, reasonTestsPassed, message)
		r.application.setCondition(ctx, condition{Tested, metav1.ConditionTrue, reasonTestsPassed, message})
	}
}

// fails tells on the Application that the run has failed. The assembly phase tells whether the app was assembled: one
// whose testers fail was.
func (r *run) fails(ctx context.Context, f *event.Failure) {
	message := f.Stage + ": " + f.Error()
	if f.Culprit != nil {
		message += ", " + f.Culprit.String()
	}
	if r.stage == event.Test || r.stage == Cleanup {
		r.recorder.record(ctx, corev1.EventTypeWarning, reasonTestsFailed, message)
		r.application.setCondition(ctx, condition{Tested, metav1.ConditionFalse, word(f.Reason), message})
		return
	}
	if err := r.setPhase(ctx, Failed); err != nil {
		f.Hint += fmt.Sprintf(" The Application could not be marked as failed: %v.", err)
		return
	}
	r.recorder.record(ctx, corev1.EventTypeWarning, reasonFailed, message)
	r.application.setCondition(ctx, condition{Assembled, metav1.ConditionFalse, word(f.Reason), message})
}

// word makes a reason one word, as conditions have it.
func word(reason string) string {
	one := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, reason)
	if one == "" {
		return reasonFailed
	}
	return one
}
