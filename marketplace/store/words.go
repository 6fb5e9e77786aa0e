package store

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxWord is the longest word that is kept, in bytes.
const maxWord = 60

// words are the different words of texts, as they are kept and searched for: small letters, digits, and the letters of
// all other scripts; full-width and composed letters as the plain ones.
func words(texts ...string) []string {
	all := []string{}
	for _, text := range texts {
		for _, w := range strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), splits) {
			all = append(all, clip(w))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func splits(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }

// clip cuts a word at the end of a letter.
func clip(word string) string {
	if len(word) <= maxWord {
		return word
	}
	return strings.ToValidUTF8(word[:maxWord], "")
}

// fold makes names equal that differ in case, in how their letters are encoded, or in what nobody sees of them.
func fold(name string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(strings.Map(seen, name))))
}

// seen drops joiners and the like, and what chooses a variant of a letter.
func seen(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
		return -1
	}
	return r
}
