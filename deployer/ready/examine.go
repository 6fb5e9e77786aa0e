package ready

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
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
	pods := w.podsByTarget(j.targets)
	var patients []patient
	for _, t := range j.targets {
		f := w.feedOf(t)
		if err := w.denied[f]; err != nil {
			if trust {
				continue
			}
			return nil, mayNotWatch(t, err)
		}
		o := w.objects[f][t.ref.Name]
		if o == nil {
			patients = append(patients, patient{target: t, state: State{Message: "it is not there"}, symptoms: j.attribute(t, []*Symptom{missing()})})
			continue
		}
		state := t.rule(o, w)
		p := patient{target: t, state: state, pods: pods[o.GetUID()]}
		if state.Ready {
			if p.state, p.settles = j.state(t, p.pods, now); p.state.Ready && w.behind(o, p.pods) {
				p.state, p.settles = State{Message: "its Pods have not been seen to be ready"}, settleFirst
			}
			if p.state.Ready {
				continue
			}
		}
		p.symptoms = j.attribute(t, symptoms(w, o, p))
		patients = append(patients, p)
	}
	return patients, nil
}

// symptoms gathers what an object itself, its Pods and its events show.
func symptoms(w *world, o *unstructured.Unstructured, p patient) []*Symptom {
	var found []*Symptom
	if p.state.Symptom != nil {
		found = append(found, p.state.Symptom)
	}
	for _, pod := range p.pods {
		found = append(found, w.podSymptoms(pod)...)
	}
	if s := w.notCreated(o, p); s != nil && p.workload {
		found = append(found, s)
	}
	return found
}

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
