package ready

import (
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// controllerHint says where the controller of a custom resource speaks.
const controllerHint = "See the conditions of the object and the log of its controller."

// customReady judges kinds that are not Kubernetes' own by what their controllers write by convention: conditions first,
// then status.ready, then a phase. A status that has none of them says nothing of readiness, and the object is ready.
func customReady(o *unstructured.Unstructured, _ *world) State {
	if status, _, _ := unstructured.NestedFieldNoCopy(o.Object, "status"); empty(status) {
		return State{Message: "it has no status yet", Hint: controllerHint, silent: true}
	}
	for _, judge := range []func(*unstructured.Unstructured) (State, bool){byTrouble, byGoal, byFlag, byPhase} {
		if state, decided := judge(o); decided {
			return state
		}
	}
	return ready
}

func empty(status any) bool {
	m, isMap := status.(map[string]any)
	return status == nil || isMap && len(m) == 0
}

// byTrouble reads the conditions that are true when something is wrong, or under way.
func byTrouble(o *unstructured.Unstructured) (State, bool) {
	cs := statusConditions(o)
	for _, kind := range []string{"Stalled", "Failed"} {
		if c, _ := cs.find(kind); cs.is(kind) {
			return gaveUp(kind, c.words()), true
		}
	}
	if c, _ := cs.find("Reconciling"); cs.is("Reconciling") {
		return State{Message: c.words(), Hint: controllerHint}, true
	}
	if c, _ := cs.find("Degraded"); cs.is("Degraded") && !cs.is("Ready") {
		return State{Message: "it is degraded: " + c.words(), Hint: controllerHint}, true
	}
	return State{}, false
}

// goals are the conditions that are true of what has got where it should.
var goals = []string{"Succeeded", "Complete", "Completed", "Available", "Healthy", "Established"}

// byGoal reads the conditions that are true in the end. Ready decides alone where it is; of the others all have to hold.
func byGoal(o *unstructured.Unstructured) (State, bool) {
	cs := statusConditions(o)
	if c, there := cs.find("Ready"); there {
		return reached(c), true
	}
	decided := false
	for _, c := range cs {
		if !slices.Contains(goals, c.kind) {
			continue
		}
		decided = true
		if s := reached(c); !s.Ready {
			return s, true
		}
	}
	return ready, decided
}

func reached(c condition) State {
	switch {
	case c.stale:
		return State{Message: "its condition " + c.kind + " is of an earlier generation", Hint: controllerHint}
	case c.status == "True":
		return ready
	case c.kind == "Succeeded" && c.status == "False": // it runs while the status is Unknown
		return gaveUp("Failed", c.words())
	}
	return State{Message: c.words(), Hint: controllerHint}
}

// byFlag reads status.ready.
func byFlag(o *unstructured.Unstructured) (State, bool) {
	value, _, _ := unstructured.NestedFieldNoCopy(o.Object, "status", "ready")
	flag, is := value.(bool)
	return State{Ready: flag, Message: "its status is not ready", Hint: controllerHint}, is
}

// The words that controllers use for a phase, without case, blanks and hyphens. Any other word is of something that
// runs, or is done.
var (
	failedPhases = []string{"failed", "failure", "error", "errored", "invalid", "rejected", "lost"}
	earlyPhases  = []string{"pending", "creating", "initializing", "initialising", "provisioning", "progressing", "installing", "starting",
		"inprogress", "waiting", "updating", "upgrading", "reconciling", "deploying", "scaling", "notready", "unhealthy", "degraded", "missing",
		"queued", "submitted", "new", "processing", "deleting", "terminating", "red"}
)

var plain = strings.NewReplacer(" ", "", "-", "", "_", "")

// byPhase reads status.phase and its like.
func byPhase(o *unstructured.Unstructured) (State, bool) {
	for _, path := range [][]string{{"status", "phase"}, {"status", "state"}, {"status", "health", "status"}, {"status", "health"}} {
		phase := text(o.Object, path...)
		if phase == "" {
			continue
		}
		words := "it is " + phase
		if why := text(o.Object, "status", "message"); why != "" {
			words += ": " + why
		}
		switch word := plain.Replace(strings.ToLower(phase)); {
		case slices.Contains(failedPhases, word):
			return gaveUp(phase, words), true
		case slices.Contains(earlyPhases, word):
			return State{Message: words, Hint: controllerHint}, true
		}
		return ready, true
	}
	return State{}, false
}

// gaveUp is the state of what its controller says has failed. It is believed when it lasts: some try again.
func gaveUp(reason, words string) State {
	return State{Message: words, Hint: controllerHint, Symptom: at(10*time.Second, event.Failure{Reason: reason,
		Message: "its controller gave up: " + words, Hint: controllerHint})}
}
