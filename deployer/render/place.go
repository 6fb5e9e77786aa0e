package render

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// placeholder is a word that stands for values, and is nowhere else in a manifest.
type placeholder string

// bare is what stands for bare references to a name, part for others. Names have neither a dash nor a point.
func (w placeholder) bare(name string) string { return string(w) + "-" + name }

func (w placeholder) part(name string) string { return string(w) + "." + name }

// isBareText says whether text is a bare reference and nothing else.
func (w placeholder) isBareText(text string) bool {
	name, ok := strings.CutPrefix(text, string(w)+"-")
	return ok && strings.Trim(name, nameCharacters) == ""
}

// keeps says whether got is want, but for what stands in the places of values. Such a place stays within its key and,
// if it is only a part of a text, text. Where a value is all of an item of a list, of the keys of a map or of a
// document, there may be any number of them: the author of the manifest left it to the value.
func (w placeholder) keeps(want, got any) bool {
	switch want := want.(type) {
	case string:
		return w.keepsText(want, got)
	case []any:
		list, ok := got.([]any)
		return ok && w.keepsList(want, list)
	case map[string]any:
		if w.isBare(want) {
			return true
		}
		m, ok := got.(map[string]any)
		return ok && w.keepsMap(want, m)
	}
	return want == got
}

func (w placeholder) keepsText(want string, got any) bool {
	switch {
	case w.isBareText(want):
		return true
	case !strings.Contains(want, string(w)):
		return want == got
	}
	switch got.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

// isBare says whether v is bare references and nothing else: a text, or all the keys of a map.
func (w placeholder) isBare(v any) bool {
	m, ok := v.(map[string]any)
	if !ok {
		text, ok := v.(string)
		return ok && w.isBareText(text)
	}
	for key := range m {
		if !w.isBareText(key) {
			return false
		}
	}
	return len(m) > 0
}

func (w placeholder) keepsList(want, got []any) bool {
	first := slices.IndexFunc(want, w.isBare)
	if first < 0 {
		return slices.EqualFunc(want, got, w.keeps)
	}
	after := 0 // items after the last bare one
	for !w.isBare(want[len(want)-1-after]) {
		after++
	}
	return len(got) >= first+after &&
		slices.EqualFunc(want[:first], got[:first], w.keeps) &&
		slices.EqualFunc(want[len(want)-after:], got[len(got)-after:], w.keeps)
}

func (w placeholder) keepsMap(want, got map[string]any) bool {
	var named []any // what is below keys with a value in them
	open := false
	for key, v := range want {
		if strings.Contains(key, string(w)) {
			named = append(named, v)
			open = open || w.isBareText(key)
			continue
		}
		if other, ok := got[key]; !ok || !w.keeps(v, other) {
			return false
		}
	}
	if open {
		return true
	}
	if len(got) != len(want) {
		return false
	}
	if len(named) != 1 {
		return true // which is which cannot be told
	}
	for key, v := range got {
		if _, same := want[key]; !same {
			return w.keeps(named[0], v)
		}
	}
	return true
}

// keepsKinds says whether the objects are of the same kinds, but for kinds that are left to a value.
func (w placeholder) keepsKinds(want, got []*unstructured.Unstructured) bool {
	return slices.EqualFunc(want, got, func(a, b *unstructured.Unstructured) bool {
		return w.keepsText(a.GetKind(), b.GetKind()) && w.keepsText(a.GetAPIVersion(), b.GetAPIVersion())
	})
}

// trees gives the documents of a manifest as they stand, objects or not; ok is false if it is not YAML. Empty ones are
// dropped.
func trees(text string) (found []any, ok bool) {
	for _, d := range split(text) {
		if len(d.text) > maxDocumentBytes {
			return nil, false
		}
		values, err := d.values()
		if err != nil {
			return nil, false
		}
		for _, v := range values {
			if m, isMap := v.(map[string]any); v != nil && (!isMap || len(m) > 0) {
				found = append(found, v)
			}
		}
	}
	return found, true
}
