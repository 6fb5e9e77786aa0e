package ready

import (
	"fmt"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/deployer/event"
)

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
	s.Message = fmt.Sprintf("not %s after %s: %s", o.goal(), o.Timeout, patients[first].words())
	var others []string
	for i, p := range patients {
		if i != first {
			others = append(others, fmt.Sprintf("%s (%s)", p.ref, p.words()))
		}
	}
	if len(others) > 0 {
		s.Message += "; nor are: " + strings.Join(others, ", ")
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
