package manual

import (
	"strings"

	"github.com/chandler-dev/chandler/internal/similar"
)

// Nearest gives the key that was probably meant by one that the map at a path does not have: the most similar one of
// that map, or one of the same name in a map below it (length for generatedPassword.length). It is empty if none is
// like it.
func Nearest(path, word string) string {
	var names []string
	for _, k := range Children(path) {
		if k.Name() != "*" {
			names = append(names, k.Name())
		}
	}
	best := similar.Word(word, names)
	if best != "" {
		return best
	}
	return or(below(path, word), sameBeginning(path, word))
}

// below finds a key of exactly that name further down, in a map whose path is not made of names that packages choose.
func below(path, word string) string {
	for _, k := range Keys() {
		if rest, under := strings.CutPrefix(k.Path, path+"."); under && k.Name() == word && !strings.ContainsAny(rest, "*[") {
			return rest
		}
	}
	return ""
}

// sameBeginning finds a key that begins as the word does, for at least half of the word: x-google-property.
func sameBeginning(path, word string) string {
	for _, k := range Children(path) {
		same := 0
		for same < len(word) && same < len(k.Name()) && word[same] == k.Name()[same] {
			same++
		}
		if 2*same >= len(word) && same > 0 {
			return k.Name()
		}
	}
	return ""
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
