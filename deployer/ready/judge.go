package ready

import (
	"time"

	"github.com/chandler-dev/chandler/internal/kube"
)

// judge remembers since when each symptom has been there.
type judge struct {
	targets []target
	since   map[string]time.Time
	// amid is how often what a symptom tells of had happened while others still made progress.
	amid map[string]int32
	settling
	// family, if there is one, finds what the targets own.
	family *family
	// hushed is since when only targets without any status have not been ready; zero while others are not.
	hushed time.Time
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
	// settling says that all looks ready, and is only not believed yet.
	settling bool
}

func newJudge(targets []target) *judge {
	return &judge{targets: targets, since: map[string]time.Time{}, amid: map[string]int32{}, settling: settling{}}
}

// look judges the world as it is now. trust says that what may not be watched is taken as ready.
func (j *judge) look(w *world, now time.Time, trust bool) verdict {
	patients, refused := j.examine(w, now, trust)
	if refused != nil {
		return verdict{failure: refused}
	}
	j.remember(patients, now)
	if patients = j.listen(patients, now); len(patients) == 0 {
		return verdict{ready: true}
	}
	v := verdict{waiting: patients[0].ref, message: patients[0].words(), settling: true}
	for i := range patients {
		v.wake(patients[i].settles)
		v.settling = v.settling && patients[i].settles > 0
		for _, s := range patients[i].symptoms {
			patients[i].failing = patients[i].failing || j.lasted(s, patients[i], now) >= s.Alone
		}
	}
	for _, p := range patients {
		for _, s := range p.symptoms {
			lasted := j.lasted(s, p, now)
			need := j.needed(s, p, patients, now)
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

// needed is how long a symptom must last, given how the rest of the app does. A crash while others were still starting
// does not count: the container has to crash once more now that they are done.
func (j *judge) needed(s *Symptom, p patient, patients []patient, now time.Time) time.Duration {
	if s.Amid == s.Alone {
		return s.Alone
	}
	key := s.key(p.target)
	if other := progressing(p, patients); other != nil {
		j.amid[key] = s.count
		if s.Amid == never && s.count == 0 { // what does not happen again and again lasts from when the others are done
			j.since[key] = now
		}
		return other.patience(s)
	}
	if before, known := j.amid[key]; known && s.Amid == never && s.count > 0 && s.count <= before {
		return never
	}
	return s.Alone
}

// progressing gives another target that may still cure a patient: a workload, or else a custom resource, whose
// controller may make what the patient misses.
func progressing(p patient, patients []patient) *patient {
	var resource *patient
	for i, other := range patients {
		switch {
		case other.ref == p.ref || other.failing || other.state.silent:
		case other.workload:
			return &patients[i]
		case custom(other.ref.GroupKind()):
			resource = &patients[i]
		}
	}
	return resource
}

// patience is how long others have to wait for the target with a symptom that it may cure.
func (p patient) patience(s *Symptom) time.Duration {
	switch {
	case p.ref.GroupKind() == jobKind:
		return never // Jobs prepare for others: keys, certificates, databases
	case !p.workload:
		return max(s.Alone, min(s.Amid, resourcePatience))
	}
	return s.Amid
}

// resourcePatience bounds how long a crash is excused by a custom resource that is not ready: it may be the crash that
// keeps it so.
const resourcePatience = time.Minute
