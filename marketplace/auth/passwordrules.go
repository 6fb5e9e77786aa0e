package auth

import (
	_ "embed"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// The lengths of passwords, in characters.
const (
	MinPassword = 10
	MaxPassword = 128
)

//go:embed common.txt
var commonText string

var common = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(commonText) {
		words[w] = true
	}
	return words
}()

// unleet undoes what people put in place of letters.
var unleet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// CheckPassword holds a new password, in a field, to the rules: 10 to 128 characters, those of the user's name not
// counted, at least five different ones, and none that everybody tries first. The refusal does not repeat the password.
func CheckPassword(field, user, password string) error {
	refuse := func(what, cure string) error {
		return domain.Invalidf(field, "password", "the password %s", what).With(cure)
	}
	if !utf8.ValidString(password) {
		return refuse("is not text", "use letters, digits and signs")
	}
	password = norm.NFKC.String(password)
	lower := strings.ToLower(password)
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return refuse("has "+strconv.Itoa(n)+" characters", "use at least 10: several words are easy to remember")
	case n > MaxPassword:
		return refuse("has "+strconv.Itoa(n)+" characters", "use at most 128")
	case user != "" && utf8.RuneCountInString(strings.ReplaceAll(lower, strings.ToLower(user), "")) < MinPassword:
		return refuse("is little more than the user's name", "use at least 10 characters beside it")
	case distinct(password) < 5:
		return refuse("repeats few characters", "use at least five different ones")
	case isCommon(lower):
		return refuse("is one of those that are tried first", "use several words that nobody would put together")
	}
	return nil
}

// isCommon looks for the password itself, and for a common word that is dressed up with digits and signs.
func isCommon(lower string) bool {
	core := strings.Trim(lower, "0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
	return common[lower] || common[core] || common[unleet.Replace(core)] || common[unleet.Replace(lower)]
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
