package ready

import (
	"time"

	"github.com/chandler-dev/chandler/deployer/event"
)

// never is longer than any wait.
const never = time.Duration(1<<63 - 1)

// Symptom is what an object shows that is failing, and how long it must last to be believed.
type Symptom struct {
	event.Failure
	// Alone is how long the symptom must last if nothing else of the app makes progress any more; 0 is at once.
	Alone time.Duration
	// Amid is how long it must last while other workloads still make progress, which may cure it: an app that crashes
	// until its database is up.
	Amid time.Duration
	// count is how often it has happened, for what happens again and again.
	count int32
	// pod and previous say where the log is that tells more.
	pod      string
	previous bool
}

// at makes a symptom that must last equally long whatever the rest of the app does.
func at(after time.Duration, f event.Failure) *Symptom {
	return &Symptom{Failure: f, Alone: after, Amid: after}
}

// key tells one trouble from another: the same trouble keeps it while its wording changes.
func (s *Symptom) key(t target) string {
	k := t.ref.String() + "|" + s.Container
	if s.Culprit != nil {
		k += "|" + s.Culprit.String()
	}
	switch s.Reason {
	case "ErrImagePull", "ImagePullBackOff": // take turns
		return k + "|pull"
	}
	return k + "|" + s.Reason
}
