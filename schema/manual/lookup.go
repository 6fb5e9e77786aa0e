package manual

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chandler-dev/chandler/internal/similar"
)

// Lookup gives the topic that a word names: a whole path, the end of one (tlsCertificate), a value (TLS_CERTIFICATE) or
// a code. A name that a package chooses may stand for *, [] may be left out, and capitals matter only where there would
// be a choice. also are other topics with that end. The error says what there is to choose from, or what was probably meant.
func Lookup(word string) (found Topic, also []Topic, err error) {
	all := Topics()
	for _, same := range []func(a, b string) bool{equal, strings.EqualFold} {
		candidates := matching(all, word, same)
		for i, t := range candidates {
			if len(parts(t.Name)) == len(parts(word)) {
				return t, append(candidates[:i:i], candidates[i+1:]...), nil
			}
		}
		switch len(candidates) {
		case 0:
		case 1:
			return candidates[0], nil, nil
		default:
			return Topic{}, nil, ambiguous(word, candidates)
		}
	}
	return Topic{}, nil, unknown(word, all)
}

func equal(a, b string) bool { return a == b }

// matching gives the topics whose names end in a word. Of those that are explained at one place the first is taken.
func matching(all []Topic, word string, same func(a, b string) bool) []Topic {
	var found []Topic
	seen := map[string]bool{}
	for _, t := range all {
		whole := len(parts(t.Name)) == len(parts(word))
		if endsIn(parts(t.Name), parts(word), same) && (whole || !seen[canonical(t.Name)]) {
			seen[canonical(t.Name)] = true
			found = append(found, t)
		}
	}
	return found
}

func parts(name string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(name, "[]", ""), func(r rune) bool { return r == '.' || r == '=' })
}

func endsIn(name, end []string, same func(a, b string) bool) bool {
	if len(end) == 0 || len(end) > len(name) {
		return false
	}
	name = name[len(name)-len(end):]
	for i := range end {
		chosen := name[i] == "*" && i > 0 && i < len(end)-1
		if !chosen && !same(name[i], end[i]) {
			return false
		}
	}
	return true
}

func ambiguous(word string, candidates []Topic) error {
	var lines strings.Builder
	for _, t := range candidates {
		lines.WriteString("\n  " + t.Name)
	}
	return fmt.Errorf("%s is the end of several names; ask for one of them:%s", word, lines.String())
}

// unknown names the topic whose last part is most like the word's.
func unknown(word string, all []Topic) error {
	nothing := fmt.Sprintf("the manual has nothing about %q", word)
	if len(parts(word)) == 0 {
		return errors.New(nothing)
	}
	words, name := ends(all, word == strings.ToUpper(word))
	if best := similar.Word(last(word), words); best != "" {
		return fmt.Errorf("%s; did you mean %s?", nothing, name[best])
	}
	return errors.New(nothing + "; chandler schema explain lists the keys")
}

// ends gives the last parts of all names, keys or those in capitals first (of equally similar words the first is
// meant), and the whole name for each.
func ends(all []Topic, capitalsFirst bool) (words []string, name map[string]string) {
	name = map[string]string{}
	var capitals []string
	for _, t := range all {
		end := last(t.Name)
		if name[end] == "" {
			name[end] = t.Name
		}
		if end == strings.ToUpper(end) {
			capitals = append(capitals, end)
			continue
		}
		words = append(words, end)
	}
	if capitalsFirst {
		return append(capitals, words...), name
	}
	return append(words, capitals...), name
}

func last(name string) string {
	p := parts(name)
	return p[len(p)-1]
}
