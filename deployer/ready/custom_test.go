package ready

import (
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestCustomResourcesAreJudgedByWhatControllersWriteByConvention(t *testing.T) {
	tests := []struct {
		name, status string // status, as YAML; the object is of generation 2
		want         string // what it waits for; empty if it is ready
		gaveUp       bool
	}{
		{"no status", "", "it has no status yet", false},
		{"an empty status", "{}", "it has no status yet", false},
		{"a status that says nothing of readiness", "{replicas: 1}", "", false},
		{"a status of another shape", "[1]", "", false},
		{"behind its generation", "{observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}", unseen, false},
		{"behind its generation, as text", "{observedGeneration: '1', phase: Ready}", unseen, false},
		{"seen by nobody, as Flux says it", "{observedGeneration: -1}", unseen, false},
		{"of this generation", "{observedGeneration: 2, conditions: [{type: Ready, status: 'True', observedGeneration: 2}]}", "", false},
		{"a condition behind its generation", "{conditions: [{type: Ready, status: 'True', observedGeneration: 1}]}", "its condition Ready is of an earlier generation", false},
		{"not ready", "{conditions: [{type: Ready, status: 'False', reason: Wait, message: later}]}", "later", false},
		{"not ready without a message", "{conditions: [{type: Ready, status: Unknown}]}", "Ready is Unknown", false},
		{"ready, though a part of it is not", "{conditions: [{type: Ready, status: 'True'}, {type: Available, status: 'False'}]}", "", false},
		{"available, but not healthy", "{conditions: [{type: Available, status: 'True'}, {type: Healthy, status: 'False', message: ill}]}", "ill", false},
		{"established", "{conditions: [{type: Established, status: 'True'}]}", "", false},
		{"it reconciles", "{conditions: [{type: Reconciling, status: 'True', message: busy}, {type: Ready, status: 'True'}]}", "busy", false},
		{"it has stalled", "{conditions: [{type: Stalled, status: 'True', message: no such chart}, {type: Ready, status: 'False'}]}", "no such chart", true},
		{"it had stalled before it changed", "{conditions: [{type: Stalled, status: 'True', observedGeneration: 1}, {type: Ready, status: 'False', message: anew}]}", "anew", false},
		{"it is degraded", "{conditions: [{type: Degraded, status: 'True', message: 1 of 3}, {type: Available, status: 'True'}]}", "it is degraded: 1 of 3", false},
		{"it is degraded, but ready", "{conditions: [{type: Degraded, status: 'True'}, {type: Ready, status: 'True'}]}", "", false},
		{"it runs to an end", "{conditions: [{type: Succeeded, status: Unknown, message: running}]}", "running", false},
		{"it has ended well", "{conditions: [{type: Succeeded, status: 'True'}]}", "", false},
		{"it has failed", "{conditions: [{type: Succeeded, status: 'False', message: exit 1}]}", "exit 1", true},
		{"a condition of no known type", "{conditions: [{type: Blue, status: 'False'}]}", "", false},
		{"a flag", "{ready: false}", "its status is not ready", false},
		{"a flag that is up", "{ready: true}", "", false},
		{"a phase on the way", "{phase: In Progress, message: step 2}", "it is In Progress: step 2", false},
		{"a phase at the end", "{phase: Running}", "", false},
		{"a phase that failed", "{phase: FAILED}", "it is FAILED", true},
		{"a state", "{state: not-ready}", "it is not-ready", false},
		{"a health", "{health: {status: Progressing}}", "it is Progressing", false},
		{"a colour", "{health: red}", "it is red", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x, generation: 2}\n"
			if test.status != "" {
				text += "status: " + test.status
			}
			state := target{rule: customReady}.state(kubetest.Objects(t, text)[0], newWorld("ns"))
			if state.Ready != (test.want == "") || state.Message != test.want && !state.Ready || (state.Symptom != nil) != test.gaveUp {
				t.Errorf("ready %v, %q, symptom %v; want %q", state.Ready, state.Message, state.Symptom, test.want)
			}
		})
	}
}

// silentThing is new, however far a test goes.
var silentThing = "{apiVersion: example.com/v1, kind: Thing, metadata: {name: t, creationTimestamp: '" + time.Now().Add(time.Hour).UTC().Format(time.RFC3339) + "'}}\n---\n"

func TestAnObjectWithoutStatusIsWaitedForWhenAllElseIsReady(t *testing.T) {
	s := newStage(t, "Thing/t Deployment/web")
	s.show(silentThing + deploymentYAML("web", "0") + podYAML("web", starting))
	s.expect(0, "waiting")
	s.expect(100, "waiting") // the operator is not even there
	s.show(deploymentYAML("web", "1"))
	s.expect(101, "waiting")
	s.expect(110, "waiting")
	s.expect(111, "ready")
	s.show(strings.Replace(silentThing, "'}}", "'}, status: {phase: Pending}}", 1))
	s.expect(112, "waiting")
}

func TestAnObjectWhoseKindHasNoStatusIsReadyWhenItIsThere(t *testing.T) {
	s := newStage(t, "Thing/t")
	s.show(silentThing)
	s.expect(0, "waiting")
	s.judge.targets[0].mute = true
	s.expect(0, "ready")
}
