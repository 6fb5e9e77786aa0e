// Package event is what a deployer tells of its run while it runs.
//
// A deployer whose environment has CHANDLER_EVENTS=json prints one Event a line, as JSON, on standard
// output; the verifier follows the deployer's log and shows them live. Values of parameters are never in them.
package event

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Kind says what an Event reports of its stage.
type Kind string

// The kinds of events. Every stage that begins either ends or fails.
const (
	Begin   Kind = "begin"
	Waiting Kind = "waiting" // Message says for what, Ref for which object
	Log     Kind = "log"     // a line of a tester's log, as it is written: Ref is the tester
	Warning Kind = "warning" // Message is what the API server warns of, or what was left out of the object of Ref
	End     Kind = "end"
	Failed  Kind = "failed" // Failure says why; the run is over
)

// The stages of a deployer, in their order.
const (
	Expand = "expand"
	Render = "render"
	Label  = "label"
	Own    = "own"
	Check  = "check"
	Apply  = "apply"
	Wait   = "wait"
	Prune  = "prune"
	Test   = "test"
)

// Hook is the stage that failures of hooks name. They run within the stages Apply and Wait, and when an app is removed.
const Hook = "hook"

// Event is one step of a deployer's run.
type Event struct {
	Time    time.Time  `json:"time"`
	Stage   string     `json:"stage"`
	Kind    Kind       `json:"event"`
	Message string     `json:"message,omitempty"`
	Ref     *kube.Ref  `json:"ref,omitempty"`
	Source  string     `json:"source,omitempty"`  // Log: tells the line from those of others; empty if only one container of one tester says anything
	Objects []kube.Ref `json:"objects,omitempty"` // End of Apply: what was applied; End of Prune: what was removed; End of Test: the testers that passed
	Failure *Failure   `json:"failure,omitempty"`
}

// Failure is why a run failed: which object, what the cluster said, the evidence, and what to do.
type Failure struct {
	Stage string `json:"stage"`
	// Object is the object of the package that failed; Culprit, if it is another one, the one that made it fail
	// (the Pod of a Deployment).
	Object  *kube.Ref `json:"object,omitempty"`
	Culprit *kube.Ref `json:"culprit,omitempty"`
	// Container and ExitCode tell of a container that ended; ExitCode is nil if none did.
	Container string `json:"container,omitempty"`
	ExitCode  *int32 `json:"exitCode,omitempty"`
	// Reason is the cluster's own word (CrashLoopBackOff, ErrImagePull, Unschedulable), Message its sentence.
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message"`
	// Log has the last lines of the container's log, oldest first.
	Log []string `json:"log,omitempty"`
	// Hint says what to do.
	Hint string `json:"hint,omitempty"`
}

// Error is the failure in one line, without its evidence.
func (f *Failure) Error() string {
	switch {
	case f.Object == nil:
		return f.Message
	case f.Reason == "":
		return fmt.Sprintf("%s: %s", f.Object, f.Message)
	}
	return fmt.Sprintf("%s: %s (%s)", f.Object, f.Message, f.Reason)
}

// Parse reads one line of a deployer's output. ok is false if the line is not an event: an image that was not made
// by Chandler prints its own words.
func Parse(line []byte) (e Event, ok bool) {
	if len(line) == 0 || line[0] != '{' {
		return Event{}, false
	}
	if err := json.Unmarshal(line, &e); err != nil || e.Stage == "" || e.Kind == "" {
		return Event{}, false
	}
	return e, true
}

// Line writes the event as one line of JSON, without a line end.
func (e Event) Line() []byte {
	b, err := json.Marshal(e)
	if err != nil { // only strings, numbers and times in it: cannot happen
		return []byte(fmt.Sprintf(`{"stage":%q,"event":%q,"message":%q}`, e.Stage, e.Kind, err))
	}
	return b
}
