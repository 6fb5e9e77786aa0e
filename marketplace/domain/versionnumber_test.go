package domain

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/Masterminds/semver/v3"
	"pgregory.net/rapid"
)

// versionNumber draws semantic versions that are often alike.
func versionNumber(t *rapid.T, name string) string {
	part := rapid.SampledFrom([]string{"0", "1", "2", "9", "10", "11", "100", "18446744073709551615"})
	number := fmt.Sprintf("%s.%s.%s", part.Draw(t, name+" major"), part.Draw(t, name+" minor"), part.Draw(t, name+" patch"))
	identifier := rapid.SampledFrom([]string{"0", "1", "2", "10", "99", "100", "a", "A", "alpha", "alpha-1", "alpha1", "beta", "rc", "x-y", "-", "--", "0a", "1-", "18446744073709551616"})
	if pre := rapid.SliceOfN(identifier, 0, 4).Draw(t, name+" pre-release"); len(pre) > 0 {
		number += "-" + strings.Join(pre, ".")
	}
	return number + rapid.SampledFrom([]string{"", "", "+build.1", "+2"}).Draw(t, name+" build")
}

// precedence compares by the rules of semver.org 2.0.0, 11, written down once more: the library takes identifiers of
// digits beyond 64 bits for words.
func precedence(a, b *semver.Version) int {
	if c := cmp.Or(cmp.Compare(a.Major(), b.Major()), cmp.Compare(a.Minor(), b.Minor()), cmp.Compare(a.Patch(), b.Patch())); c != 0 {
		return c
	}
	if a.Prerelease() == "" || b.Prerelease() == "" {
		return cmp.Compare(b2i(a.Prerelease() == ""), b2i(b.Prerelease() == ""))
	}
	as, bs := strings.Split(a.Prerelease(), "."), strings.Split(b.Prerelease(), ".")
	for i := range min(len(as), len(bs)) {
		if c := identifiers(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}

func identifiers(a, b string) int {
	an, bn := strings.Trim(a, "0123456789") == "", strings.Trim(b, "0123456789") == ""
	switch {
	case an && bn:
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	case an != bn:
		return cmp.Compare(b2i(bn), b2i(an))
	}
	return cmp.Compare(a, b)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestVersionOrderSortsAsSemanticVersionsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := versionNumber(t, "a"), versionNumber(t, "b")
		want := precedence(semver.MustParse(a), semver.MustParse(b))
		if got := cmp.Compare(VersionOrder(a), VersionOrder(b)); got != want {
			t.Fatalf("%s and %s: %d, want %d (%q, %q)", a, b, got, want, VersionOrder(a), VersionOrder(b))
		}
		if !strings.Contains(a+b, "18446744073709551616") && semver.MustParse(a).Compare(semver.MustParse(b)) != want {
			t.Fatalf("%s and %s: the library disagrees", a, b)
		}
	})
}

func TestNumbersOfVersions(t *testing.T) {
	for number, ok := range map[string]bool{
		"1.0.0": true, "0.1": true, "1.0.0-rc.1": true, "1.2.3+build": true, "10.20.30": true, "01.0.0": true,
		"": false, "1": false, "v1.0.0": false, "one": false, "1.": false, "1.a": false, "1.0.0.0": false, "1.0.0-": false, ".1.0": false, "1.0 0": false,
		"1.0.0\n": false, "1.0.0-" + strings.Repeat("a", 40): false, "-1.0.0": false, "1.0.0-ä": false, "99999999999999999999.0.0": false,
	} {
		if code := codeOf(t, CheckVersion("body.number", number)); (code == "") != ok || code != "" && code != "version-number" {
			t.Errorf("%q: %q", number, code)
		}
		if ok && VersionOrder(number) == "" {
			t.Errorf("%q has no order", number)
		}
	}
}
