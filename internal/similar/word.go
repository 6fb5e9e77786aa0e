// Package similar finds the word that was meant by a misspelled one.
package similar

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Word gives that one of the words which is most like a given one: a third of its letters may differ, or the given one
// is the beginning of it (match for matches); case and the characters - _ . and space do not matter. It is empty if none
// is like it, and for words of more than 100 bytes. Of equally similar words the first is given.
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
	if best == "" && len(given) >= shortest {
		for _, word := range words {
			if strings.HasPrefix(plain(word), plain(given)) {
				return word
			}
		}
	}
	return best
}

// shortest is how long a beginning has to be to tell a word.
const shortest = 4

// plain leaves out what words are joined with.
func plain(word string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_. ", r) {
			return -1
		}
		return r
	}, word))
}
