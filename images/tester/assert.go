package tester

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// checkInt holds a number against the comparisons and gives, in words, the first that does not hold; else "".
func checkInt(what string, got int, a *testspec.IntAssert) string {
	if a == nil {
		return ""
	}
	for _, c := range []struct {
		with  *int
		words string
		holds func(int) bool
	}{
		{a.Equals, "be", func(n int) bool { return got == n }},
		{a.AtLeast, "be at least", func(n int) bool { return got >= n }},
		{a.AtMost, "be at most", func(n int) bool { return got <= n }},
		{a.LessThan, "be less than", func(n int) bool { return got < n }},
		{a.GreaterThan, "be greater than", func(n int) bool { return got > n }},
		{a.NotEquals, "not be", func(n int) bool { return got != n }},
	} {
		if c.with != nil && !c.holds(*c.with) {
			return fmt.Sprintf("%s should %s %d, but is %d", what, c.words, *c.with, got)
		}
	}
	return ""
}

// checkString holds a text against the comparisons and gives, in words, the first that does not hold; else "".
func checkString(what, got string, a *testspec.StringAssert) string {
	if a == nil {
		return ""
	}
	trimmed := strings.TrimSpace(got)
	for _, c := range []struct {
		with  *string
		words string
		got   string
		holds func(string) bool
	}{
		{a.Exactly, "be exactly", got, func(s string) bool { return got == s }},
		{a.NotContains, "not contain", got, func(s string) bool { return !strings.Contains(got, s) }},
		{a.Equals, "be", trimmed, func(s string) bool { return trimmed == s }},
		{a.Contains, "contain", got, func(s string) bool { return strings.Contains(got, s) }},
	} {
		if c.with != nil && !c.holds(*c.with) {
			return fmt.Sprintf("%s should %s %s, but is %s", what, c.words, quoted(*c.with), quoted(c.got))
		}
	}
	return checkMatch(what, got, a.Matches)
}

func checkMatch(what, got string, pattern *string) string {
	if pattern == nil {
		return ""
	}
	re, err := regexp.Compile(*pattern)
	if err != nil {
		return fmt.Sprintf("%s cannot be matched with %s: %s", what, quoted(*pattern), printable(err.Error(), longestText))
	}
	if !re.MatchString(got) {
		return fmt.Sprintf("%s should match %s, but is %s", what, quoted(*pattern), quoted(got))
	}
	return ""
}
