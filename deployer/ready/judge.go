package ready

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// judge remembers since when each symptom has been there.
type judge struct {
	targets []target
	since   map[string]time.Time
	settling
}

// verdict is what one look at the world gave.
type verdict struct {
	ready   bool
	failure *Symptom
	// waiting and message say what is waited for.
	waiting kube.Ref
	message string
	// again is when to look again even if nothing changes; 0 is never.
	again time.Duration
}

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

func newJudge(targets []target) *judge {
	return &judge{targets: targets, since: map[string]time.Time{}, settling: settling{}}
}

// look judges the world as it is now. trust says that what may not be watched is taken as ready.
func (j *judge) look(w *world, now time.Time, trust bool) verdict {
	patients, refused := j.examine(w, now, trust)
	if refused != nil {
		return verdict{failure: refused}
	}
	if len(patients) == 0 {
		return verdict{ready: true}
	}
	v := verdict{waiting: patients[0].ref, message: patients[0].words()}
	j.remember(patients, now)
	for i := range patients {
		v.wake(patients[i].settles)
		for _, s := range patients[i].symptoms {
			patients[i].failing = patients[i].failing || j.lasted(s, patients[i], now) >= s.Alone
		}
	}
	for _, p := range patients {
		for _, s := range p.symptoms {
			lasted := j.lasted(s, p, now)
			need := needed(s, p, patients)
			if lasted >= need && v.failure == nil {
				v.failure = s
			}
			v.wake(s.Alone - lasted) // from then on others need not be patient for this one's sake
			v.wake(need - lasted)
		}
	}
	return v
}

// wake sees to it that the world is looked at again after that time at the latest.
func (v *verdict) wake(after time.Duration) {
	if after > 0 && after < time.Hour && (v.again == 0 || after < v.again) {
		v.again = after
	}
}

// remember notes when each symptom was first seen, and forgets those that are gone.
func (j *judge) remember(patients []patient, now time.Time) {
	since := map[string]time.Time{}
	for _, p := range patients {
		for _, s := range p.symptoms {
			key := s.key(p.target)
			since[key] = now
			if first, known := j.since[key]; known {
				since[key] = first
			}
		}
	}
	j.since = since
}

// lasted is how long a symptom has been there.
func (j *judge) lasted(s *Symptom, p patient, now time.Time) time.Duration {
	return now.Sub(j.since[s.key(p.target)])
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
			patients = append(patients, patient{target: t, state: State{Message: "it is not there"}, symptoms: []*Symptom{missing(t)}})
			continue
		}
		state := t.rule(o, w)
		p := patient{target: t, state: state, pods: pods[o.GetUID()]}
		if state.Ready {
			if p.state, p.settles = j.settling.state(t, p.pods, now); p.state.Ready {
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

// needed is how long a symptom must last, given how the rest of the app does.
func needed(s *Symptom, p patient, patients []patient) time.Duration {
	if s.Amid == s.Alone {
		return s.Alone
	}
	for _, other := range patients {
		if other.workload && other.ref != p.ref && !other.failing {
			if other.ref.GroupKind() == jobKind {
				return never // Jobs prepare for others: keys, certificates, databases
			}
			return s.Amid
		}
	}
	return s.Alone
}

// words says in one line what a target waits for.
func (p patient) words() string {
	words := p.state.Message
	if len(p.symptoms) > 0 {
		s := p.symptoms[0]
		if s.Culprit != nil {
			return words + ": " + s.Culprit.String() + " " + s.Message
		}
		if s != p.state.Symptom {
			return words + ": " + s.Message
		}
		return words
	}
	for _, pod := range p.pods {
		if doing := podDoing(pod); doing != "" {
			return words + ": Pod/" + pod.Name + " " + doing
		}
	}
	return words
}

// late is the verdict when the time is up: the first target with a symptom, or the first, and all others in its message.
func (j *judge) late(w *world, o Options) *Symptom {
	if !w.complete() {
		return at(0, event.Failure{Reason: "Timeout", Message: fmt.Sprintf("the API server did not tell the state of the app's objects within %s", o.Timeout),
			Hint: "See whether the cluster is up, and run the deployer again."})
	}
	patients, refused := j.examine(w, time.Now(), true)
	if refused != nil || len(patients) == 0 {
		return refused
	}
	first := 0
	for i, p := range patients {
		if len(p.symptoms) > 0 {
			first = i
			break
		}
	}
	s := patients[first].late(w, o)
	s.Message = fmt.Sprintf("not ready after %s: %s", o.Timeout, patients[first].words())
	var others []string
	for i, p := range patients {
		if i != first {
			others = append(others, fmt.Sprintf("%s (%s)", p.ref, p.words()))
		}
	}
	if len(others) > 0 {
		s.Message += "; not ready either: " + strings.Join(others, ", ")
	}
	return s
}

func (p patient) late(w *world, o Options) *Symptom {
	if len(p.symptoms) > 0 {
		return p.symptoms[0]
	}
	ref := p.ref
	s := at(0, event.Failure{Object: &ref, Reason: "Timeout", Hint: p.state.Hint})
	if len(p.pods) > 0 {
		w.blamePod(s, p.pods[0])
	}
	if s.Hint == "" {
		s.Hint = fmt.Sprintf("See what it waits for: kubectl describe %s %s -n %s. If it only needs longer, set %s in the deployer image.",
			strings.ToLower(ref.Kind), ref.Name, o.Namespace, o.variable())
	}
	return s
}
