package form

import (
	"strings"
	"unicode"

	"github.com/chandler-dev/chandler/schema"
)

// titleOf makes a title for a property that has none: "Persistence size" of persistence.size, PERSISTENCE_SIZE or
// persistenceSize.
func titleOf(p *schema.Property) string {
	switch p.X {
	case schema.Name:
		return "App instance name"
	case schema.Namespace:
		return "Namespace"
	}
	words := words(p.Name)
	if len(words) == 0 {
		return p.Name
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:] // names are ASCII
	return strings.Join(words, " ")
}

// words splits a name at its punctuation and where small letters are followed by capitals. Words of capitals, such as
// IP, stay as they are among others.
func words(name string) []string {
	shouted := strings.ToUpper(name) == name
	var found []string
	for _, part := range strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		for _, word := range splitCamel(part) {
			if shouted || strings.ToUpper(word) != word || len(word) == 1 {
				word = strings.ToLower(word)
			}
			found = append(found, word)
		}
	}
	return found
}

// splitCamel splits "publicIPAddress" into public, IP and Address.
func splitCamel(s string) []string {
	var parts []string
	start := 0
	for i := 1; i < len(s); i++ {
		upper, after := isUpper(s[i]), i+1 < len(s) && isLower(s[i+1])
		if upper && (!isUpper(s[i-1]) || after) {
			parts = append(parts, s[start:i])
			start = i
		}
	}
	return append(parts, s[start:])
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
