package verifier

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/ready"
)

// ailment is what keeps the deployer's Pod from running, and since when.
type ailment struct {
	key     string
	failure *event.Failure
	lasted  <-chan time.Time // fires when it has lasted long enough to be believed; nil without an ailment
}

// look takes in the state of the Pod.
func (a *ailment) look(pod *corev1.Pod) {
	symptoms := ready.Diagnose(pod)
	if len(symptoms) == 0 || hasEnded(pod) {
		*a = ailment{}
		return
	}
	s := symptoms[0]
	failure := s.Failure
	failure.Stage = StepInstall
	a.failure = &failure
	if key := ailmentKey(s.Reason); key != a.key {
		a.key, a.lasted = key, time.After(s.Alone)
	}
}

// ailmentKey is the same for reasons that take turns while the trouble stays.
func ailmentKey(reason string) string {
	if reason == "ErrImagePull" {
		return "ImagePullBackOff"
	}
	return reason
}
