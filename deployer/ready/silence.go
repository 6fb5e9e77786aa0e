package ready

import (
	"slices"
	"time"

	"github.com/chandler-dev/chandler/internal/kube"
)

// silence is how long an object without any status is waited for when all else is ready. Its controller, which may be
// part of the app, has begun by then; and many kinds have none that ever writes a status.
const silence = 10 * time.Second

// listen leaves out the targets that have been silent for long enough while nothing else was waited for.
func (j *judge) listen(patients []patient, now time.Time) []patient {
	if slices.ContainsFunc(patients, func(p patient) bool { return !p.state.silent && p.settles == 0 }) {
		j.hushed = time.Time{}
		return patients
	}
	if j.hushed.IsZero() {
		j.hushed = now
	}
	for i := range patients {
		if patients[i].state.silent {
			patients[i].settles = max(0, silence-now.Sub(j.hushed))
		}
	}
	return slices.DeleteFunc(patients, func(p patient) bool { return p.settles == 0 })
}

// mutes marks the targets of custom kinds that have no status for a controller to write.
func mutes(c *kube.Client, targets []target) []target {
	for i, t := range targets {
		if !custom(t.ref.GroupKind()) {
			continue
		}
		list, err := c.Discovery.ServerResourcesForGroupVersion(t.resource.GroupVersion().String())
		if err != nil { // not known: it may have one
			continue
		}
		targets[i].mute = true
		for _, r := range list.APIResources {
			if r.Name == t.resource.Resource+"/status" {
				targets[i].mute = false
			}
		}
	}
	return targets
}
