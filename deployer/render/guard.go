package render

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// harmless are the values that are one plain word or several wherever they stand in YAML.
var harmless = regexp.MustCompile(`^(?:-?[A-Za-z0-9_/](?:[A-Za-z0-9_./:@+=-]*[A-Za-z0-9_./@+=-])?(?: [A-Za-z0-9_/](?:[A-Za-z0-9_./:@+=-]*[A-Za-z0-9_./@+=-])?)*)?$`)

// guard finds the values that break out of their places in a manifest: envsubst copies them as they are, and what YAML
// makes of the whole may be other objects than the manifest has. It reads the manifest once more with a placeholder for
// the values, and compares.
type guard struct {
	manifest
	ctx  context.Context
	word placeholder
}

// standIn says which values a manifest is read without, and what stands for those that have a line for themselves:
// the manifest alone tells whether that is an entry of a map, an item of a list or text.
type standIn map[string]string

// guarded gives the objects that the manifest renders to. The error is that of documents, or an *Error that names the
// parameters whose values break out of their places; it has no value in it.
func (m manifest) guarded(ctx context.Context) ([]*unstructured.Unstructured, error) {
	rendered := m.template.with(m.values)
	objects, fault := documents(m.file, rendered)
	g := guard{manifest: m, ctx: ctx}
	suspects := g.used(func(value string) bool { return !harmless.MatchString(value) })
	if fault == nil && len(suspects) == 0 {
		return objects, nil
	}
	g.word = g.freeWord()
	if fault == nil {
		fault = g.compare(suspects, rendered, objects)
	} else {
		fault = g.explain(suspects, fault)
	}
	if err := stopped(ctx, m.file); err != nil {
		return nil, err
	}
	if fault != nil {
		return nil, fault
	}
	return objects, nil
}

// compare holds what a manifest has rendered to against what it is without the suspects.
func (g *guard) compare(suspects []string, rendered string, objects []*unstructured.Unstructured) error {
	in := g.settle(suspects)
	want, ok := g.trees(g.without(in))
	got, readable := trees(rendered)
	if !ok || !readable {
		return nil
	}
	if !g.word.keepsList(want, got) {
		return g.blame(in, "changes more of the manifest than the place where it stands", func(text string) bool {
			got, ok := g.trees(text)
			return ok && g.word.keepsList(want, got)
		})
	}
	without, err := read(g.file, g.without(in), anyItems)
	if err != nil || g.word.keepsKinds(without, objects) {
		return nil
	}
	return g.blame(in, "changes the number or the kind of the manifest's objects", func(text string) bool {
		got, err := documents(g.file, text)
		return err == nil && g.word.keepsKinds(without, got)
	})
}

// explain gives the fault of a manifest, or that it has none without the values of the suspects, of all or of one.
func (g *guard) explain(suspects []string, fault error) error {
	holds := func(text string) bool {
		_, err := documents(g.file, text)
		return err == nil && g.ctx.Err() == nil
	}
	all := g.used(func(string) bool { return true })
	sets := [][]string{suspects, all}
	for _, name := range all {
		sets = append(sets, []string{name})
	}
	for _, names := range sets {
		for _, in := range g.standIns(names) {
			if len(names) > 0 && holds(g.without(in)) {
				return g.blame(in, "makes a manifest that cannot be read", holds)
			}
		}
	}
	return fault
}

// used gives the names in the template whose values are such, sorted.
func (g *guard) used(such func(string) bool) []string {
	names := map[string]bool{}
	for _, p := range g.template {
		if p.name != "" && such(g.values[p.name]) {
			names[p.name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// freeWord makes a placeholder that neither the template nor a value has in it.
func (g *guard) freeWord() placeholder {
	word := "placeholder"
	taken := func() bool {
		return slices.ContainsFunc(g.template, func(p piece) bool { return strings.Contains(p.text+g.values[p.name], word) })
	}
	for taken() {
		word += "x"
	}
	return placeholder(word)
}

// forms are what may stand for a value with a line for itself, the likeliest first.
func (g *guard) forms(name string) [3]string {
	bare := g.word.bare(name)
	entry, item := bare+": "+bare, "- "+bare
	if strings.HasPrefix(strings.TrimSpace(g.values[name]), "-") {
		return [...]string{item, entry, bare}
	}
	return [...]string{entry, item, bare}
}

func (g *guard) standIns(names []string) [3]standIn {
	all := [...]standIn{{}, {}, {}}
	for _, name := range names {
		for i, form := range g.forms(name) {
			all[i][name] = form
		}
	}
	return all
}

// settle gives the stand-ins for as many of the names as the manifest can be read without: a manifest may need the
// structure that a value has.
func (g *guard) settle(names []string) standIn {
	for _, in := range g.standIns(names) {
		if _, ok := g.trees(g.without(in)); ok {
			return in
		}
	}
	settled := standIn{}
	for _, name := range names {
		for _, form := range g.forms(name) {
			settled[name] = form
			if _, ok := g.trees(g.without(settled)); ok {
				break
			}
			delete(settled, name)
		}
	}
	return settled
}

// trees reads a manifest, until the context ends.
func (g *guard) trees(text string) ([]any, bool) {
	if g.ctx.Err() != nil {
		return nil, false
	}
	return trees(text)
}

// without renders the template with stand-ins.
func (g *guard) without(in standIn) string {
	return g.render(func(i int) string { return g.stand(in, g.template[i]) })
}

// render renders the template, until the context ends.
func (g *guard) render(value func(i int) string) string {
	if g.ctx.Err() != nil {
		return ""
	}
	return g.template.render(value)
}

func (g *guard) stand(in standIn, p piece) string {
	form, known := in[p.name]
	switch {
	case !known:
		return g.values[p.name]
	case p.alone:
		return form
	case p.bare:
		return g.word.bare(p.name)
	}
	return g.word.part(p.name)
}

// blame names the parameters of which the value by itself does not hold, or all that may be to blame together.
func (g *guard) blame(in standIn, what string, holds func(text string) bool) error {
	all := slices.Sorted(maps.Keys(in))
	guilty := slices.DeleteFunc(slices.Clone(all), func(name string) bool {
		others := maps.Clone(in)
		delete(others, name)
		return holds(g.without(others))
	})
	if len(guilty) == 0 {
		guilty = all
	}
	parameters := g.parameters(guilty)
	return &Error{
		File:    g.file,
		Line:    g.line(in, guilty[0], holds),
		Message: "the value of parameter " + strings.Join(parameters, " or ") + " " + what,
		Hint:    fmt.Sprintf("put quotes around it in the manifest, \"$%s\", and let a pattern in schema.yaml allow only what fits there", parameters[0]),
	}
}

// parameters gives those that the values of the names are made of.
func (g *guard) parameters(names []string) []string {
	var found []string
	for _, name := range names {
		i := slices.IndexFunc(g.template, func(p piece) bool { return p.name == name })
		for _, parameter := range g.template[i].uses {
			if !slices.Contains(found, parameter) {
				found = append(found, parameter)
			}
		}
	}
	return found
}

// line gives the first line of the template in which the value of a parameter by itself does not hold, or else that of
// its first reference.
func (g *guard) line(in standIn, name string, holds func(text string) bool) int {
	first := 0
	for at, p := range g.template {
		if p.name != name {
			continue
		}
		if first == 0 {
			first = p.line
		}
		if !holds(g.render(func(i int) string {
			if i == at {
				return g.values[name]
			}
			return g.stand(in, g.template[i])
		})) {
			return p.line
		}
	}
	return first
}
