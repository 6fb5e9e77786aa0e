package form

import (
	"regexp"
	"strings"
)

// portable says of a pattern of the deployer (RE2) that it is known to mean the same to a browser (ECMA-262 with the flag
// u): it is made only of what both have. Of the exotic, such as (?i), \pL or [[:alpha:]], a browser knows nothing or
// something else; and it refuses some of what RE2 takes, such as a lone bracket or [\w-.].
//
// A dot does not match a few more line ends in a browser than for RE2, and \s matches a few more spaces: neither
// matters to who types a value.
func portable(pattern string) bool {
	return common.MatchString(pattern)
}

// common is the grammar that RE2 and ECMA-262 share, flat: that parentheses match, RE2 has seen to. Since a quantifier must
// follow what it quantifies, (?i) and its like are not in it.
var common = regexp.MustCompile(expand(`^(?:OPEN|\||ASSERTION|(?:CLASS|ESCAPE|CHARACTER|\))(?:QUANTIFIER)?)*$`,
	"OPEN", `\((?:\?:)?`,
	"ASSERTION", `\^|\$|\\b|\\B`,
	"CLASS", `\[\^?(?:-|-?(?:KIND|FIRST(?:-MEMBER)?)(?:KIND|MEMBER(?:-MEMBER)?)*-?)\]`,
	"FIRST", `(?:[^\\\[\]^-]|QUOTED)`, // [^] is everything to a browser, and incomplete to RE2
	"MEMBER", `(?:[^\\\[\]-]|QUOTED)`,
	"QUOTED", `\\[tnrfv\\^$.*+?()\[\]{}|/-]`,
	"KIND", `\\[dDsSwW]`,
	"ESCAPE", `\\[tnrfvdDsSwW\\^$.*+?()\[\]{}|/]`,
	"CHARACTER", `[^\\^$*+?()\[\]{}|]`,
	"QUANTIFIER", `(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??`,
))

// expand puts the rules of a grammar into its first one; a rule may name those after it.
func expand(pattern string, rules ...string) string {
	for i := 0; i < len(rules); i += 2 {
		pattern = strings.ReplaceAll(pattern, rules[i], rules[i+1])
	}
	return pattern
}
