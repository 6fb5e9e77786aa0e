package verifier

import (
	"context"
	"fmt"
	"maps"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/provision"
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

// takeOver takes what is not known to have been generated from the configuration of the revision before, if that was cut
// off before anybody could keep it: a new password would lock the app out of its data.
func (r *run) takeOver(ctx context.Context) error {
	list, err := r.options.Target.Client.Core.Secrets(r.namespace).List(ctx, r.ofRevisions())
	if err != nil {
		return forbidden("list the configurations beside", r.configRef(), err)
	}
	newest := 0
	values := map[string]any{}
	for _, s := range list.Items {
		n := revisionOf(s.ObjectMeta)
		if n <= newest || n >= r.revision.options.Number || s.Name != provision.ConfigName(r.name, n) {
			continue
		}
		newest = n
		if values, err = deployer.ConfigParameters(s.Data); err != nil {
			return fmt.Errorf("read the parameters of revision %d (Secret/%s): %w", n, s.Name, err)
		}
	}
	r.options.Parameters = overlay(r.generatedIn(values), r.options.Parameters)
	return nil
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
