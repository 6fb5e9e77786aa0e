package deployer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"

	"github.com/chandler-dev/chandler/deployer/apply"
)

// The reasons of the Events on an Application.
const (
	reasonApplying    = "Applying"
	reasonApplied     = "Applied"
	reasonReady       = "Ready"
	reasonPruned      = "Pruned"
	reasonTesting     = "Testing"
	reasonTestsPassed = "TestsPassed"
	reasonTestsFailed = "TestsFailed"
	reasonFailed      = "Failed"
)

const (
	// recordTimeout bounds the writing of an Event: it is told besides, and no deployment waits for it.
	recordTimeout = 2 * time.Second
	// longestRecord is how many bytes a message may have, of an Event as of a condition.
	longestRecord = 1024
)

// recorder writes Kubernetes Events about an Application, for those who describe it. A deployer without the right to do
// so writes none.
type recorder struct {
	events typedcorev1.EventInterface
	about  corev1.ObjectReference
	mute   bool
}

func newRecorder(events typedcorev1.EventInterface, namespace string, o Owner) *recorder {
	return &recorder{events: events, about: corev1.ObjectReference{APIVersion: o.APIVersion, Kind: o.Kind, Namespace: namespace, Name: o.Name, UID: o.UID}}
}

// record writes an Event. The same one once more counts up the one that is there.
func (r *recorder) record(ctx context.Context, kind, reason, message string) {
	if r.mute {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	now, message := metav1.Now(), shortened(message)
	e := &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: r.name(kind, reason, message), Namespace: r.about.Namespace},
		InvolvedObject: r.about, Type: kind, Reason: reason, Message: message, Count: 1, FirstTimestamp: now, LastTimestamp: now,
		Source: corev1.EventSource{Component: apply.FieldManager}, ReportingController: "chandler.dev/deployer",
	}
	_, err := r.events.Create(ctx, e, metav1.CreateOptions{FieldManager: apply.FieldManager})
	if apierrors.IsAlreadyExists(err) {
		err = r.again(ctx, e)
	}
	r.mute = apierrors.IsForbidden(err)
}

func (r *recorder) again(ctx context.Context, e *corev1.Event) error {
	old, err := r.events.Get(ctx, e.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	old.Count++
	old.LastTimestamp = e.LastTimestamp
	_, err = r.events.Update(ctx, old, metav1.UpdateOptions{FieldManager: apply.FieldManager})
	return err
}

// name is the same for the same Event.
func (r *recorder) name(kind, reason, message string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(r.about.UID), kind, reason, message}, "\n")))
	return fmt.Sprintf("%.200s.%x", r.about.Name, sum[:8])
}

// shortened cuts a message to what Kubernetes takes.
func shortened(message string) string {
	if len(message) <= longestRecord {
		return message
	}
	return strings.ToValidUTF8(message[:longestRecord-len("…")], "") + "…"
}
