package verifier

import (
	"maps"

	"github.com/chandler-dev/chandler/schema"
)

// keepGenerated picks from the deployer's parameters what has to stay the same in later revisions.
func (r *run) keepGenerated(values map[string]any) {
	r.revision.generated = r.generatedIn(values)
	if made := r.revision.options.Made; made != nil {
		made(maps.Clone(r.revision.generated))
	}
}

// generatedIn gives those of the values that the package has generated where nobody gives them.
func (r *run) generatedIn(values map[string]any) map[string]any {
	out := map[string]any{}
	for _, x := range []schema.XType{schema.GeneratedPassword, schema.TLSCertificate, schema.StorageClassType} {
		for _, p := range r.pkg.Schema.OfType(x) {
			if v, there := values[p.Name]; there {
				out[p.Name] = v
			}
		}
	}
	return out
}

// given are the parameters without those that are to be generated: a form leaves them empty.
func (r *run) given(parameters map[string]any) map[string]any {
	out := maps.Clone(parameters)
	for name, v := range r.generatedIn(parameters) {
		if v == nil || v == "" {
			delete(out, name)
		}
	}
	return out
}

// overlay lays values over others; neither map is changed.
func overlay(below, above map[string]any) map[string]any {
	out := maps.Clone(below)
	if out == nil {
		out = map[string]any{}
	}
	maps.Copy(out, above)
	return out
}
