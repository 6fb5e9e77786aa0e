package scaffold

import (
	"regexp"
	"strings"
)

// versions is semver.org's pattern without build metadata.
var versions = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-((0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$`)

// looseVersion is a version as charts write it: v1.2, 2024.01, 1.2.3.4-debian+5.
var looseVersion = regexp.MustCompile(`^[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$`)

// Semantic makes the version that a package is published under of a chart's: 1.2.0 of v1.2, without build metadata;
// false if there is no number in it to begin with.
func Semantic(version string) (string, bool) {
	if versions.MatchString(version) {
		return version, true
	}
	m := looseVersion.FindStringSubmatch(strings.TrimSpace(version))
	if m == nil {
		return "", false
	}
	made := number(m[1]) + "." + number(m[2]) + "." + number(m[3])
	if with := made + "-" + m[4]; m[4] != "" && versions.MatchString(with) {
		made = with
	}
	return made, true
}

// number drops leading zeros; nothing is 0.
func number(digits string) string {
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return "0"
	}
	return digits
}
