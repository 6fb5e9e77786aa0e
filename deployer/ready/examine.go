package ready

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// patient is a target that is not ready.
type patient struct {
	target
	state    State
	symptoms []*Symptom
	pods     []*corev1.Pod
	// failing says that a symptom has lasted: the target makes no progress.
	failing bool
	// settles is when a target that looks ready may be believed to be; 0 if it does not look so.
	settles time.Duration
}

// examine gives the targets that are not ready with what ails them.
func (j *judge) examine(w *world, now time.Time, trust bool) ([]patient, *Symptom) {
	targets := slices.Concat(j.targets, j.members(w))
	pods := w.podsByTarget(targets)
	var patients []patient
	for _, t := range targets {
		f := w.feedOf(t)
		if err := w.denied[f]; err != nil {
			if trust || t.found {
				continue
			}
			return nil, mayNotWatch(t, err)
		}
		if p := j.examineOne(w, t, w.objects[f][t.ref.Name], pods, now); !p.state.Ready {
			patients = append(patients, p)
		}
	}
	return patients, nil
}

// examineOne examines one target; o is nil if it is not there.
func (j *judge) examineOne(w *world, t target, o *unstructured.Unstructured, pods map[types.UID][]*corev1.Pod, now time.Time) patient {
	if o == nil {
		p := patient{target: t, state: State{Message: "it is not there", Ready: t.fleeting}}
		if !t.found {
			p.symptoms = j.attribute(t, []*Symptom{missing()})
		}
		return p
	}
	p := patient{target: t, state: t.state(o, w), pods: pods[o.GetUID()]}
	switch {
	case p.state.silent && (t.mute || now.Sub(o.GetCreationTimestamp().Time) > longAgo), t.found && w.history(o):
		p.state = ready
	case p.state.Ready:
		if p.state, p.settles = j.state(t, p.pods, now); p.state.Ready && w.behind(o, p.pods) {
			p.state, p.settles = State{Message: "its Pods have not been seen to be ready"}, settleFirst
		}
	}
	if !p.state.Ready {
		p.symptoms = j.attribute(t, symptoms(w, o, p))
	}
	return p
}

// symptoms gathers what an object itself, its Pods and its events show.
func symptoms(w *world, o *unstructured.Unstructured, p patient) []*Symptom {
	var found []*Symptom
	if p.state.Symptom != nil {
		found = append(found, p.state.Symptom)
	}
	for _, pod := range p.pods {
		of := w.podSymptoms(pod)
		if left := leftBehind(o, pod); left != "" {
			for _, s := range of {
				s.Hint = left
			}
		}
		found = append(found, of...)
	}
	if s := evictions(p.pods); s != nil {
		found = append(found, s)
	}
	if s := w.notCreated(o, p); s != nil && p.workload {
		found = append(found, s)
	}
	if p.found { // whoever made it may try again
		for _, s := range found {
			s.Alone, s.Amid = max(s.Alone, foundPatience), max(s.Amid, foundPatience)
		}
	}
	return found
}

// foundPatience is how long at least what nobody applied has to fail.
const foundPatience = 10 * time.Second

// attribute names the object that failed: the culprit itself if it is an object of the package, else the target.
func (j *judge) attribute(t target, found []*Symptom) []*Symptom {
	for _, s := range found {
		ref := t.ref
		s.Object = &ref
		if s.Culprit == nil {
			continue
		}
		for _, other := range j.targets {
			if other.ref.GroupKind() == s.Culprit.GroupKind() && other.ref.Name == s.Culprit.Name {
				ref := other.ref
				s.Object, s.Culprit = &ref, nil
				break
			}
		}
	}
	return found
}
