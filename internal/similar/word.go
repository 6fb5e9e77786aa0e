// Package similar finds the word that was meant by a misspelled one.
package similar

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Word gives that one of the words which is most like a given one: a third of its letters may differ, case and the
// characters - _ . and space do not matter. It is empty if none is like it, and for words of more than 100 bytes. Of equally similar words the first is given.
func Word(given string, words []string) string {
	const most = 100
	if len(given) > most {
		return ""
	}
	best, distance := "", len(given)/3+1
	for _, word := range words {
		if len(word) > most {
			continue
		}
		if d := levenshtein.ComputeDistance(plain(given), plain(word)); d < distance {
			best, distance = word, d
		}
	}
	return best
}

// plain leaves out what words are joined with.
func plain(word string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_. ", r) {
			return -1
		}
		return r
	}, word))
}
