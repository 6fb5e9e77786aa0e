package domain

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/Masterminds/semver/v3"
)

var startsAsVersion = regexp.MustCompile(`^[0-9]+\.[0-9]`)

// MaxVersion is the longest version number, in bytes.
const MaxVersion = 40

// CheckVersion holds a version number to the store's rule: it starts with a digit, has a dot, and is a semantic version.
func CheckVersion(field, number string) error {
	if !startsAsVersion.MatchString(number) || len(number) > MaxVersion {
		return Invalidf(field, "version-number", "%q is not a version number", clip(number)).
			With("The version number must start with a number and contain decimal points, such as 1.0.0")
	}
	if _, err := semver.NewVersion(number); err != nil {
		return Invalidf(field, "version-number", "%q is not a semantic version", clip(number)).With("write it as major.minor.patch, such as 1.0.0 or 1.0.0-rc.1")
	}
	return nil
}

// VersionOrder gives a text that sorts byte by byte as semantic versions sort, so that a database can order them. Of a
// number that CheckVersion refuses it is empty.
func VersionOrder(number string) string {
	v, err := semver.NewVersion(number)
	if err != nil {
		return ""
	}
	order := fmt.Sprintf("%020d.%020d.%020d", v.Major(), v.Minor(), v.Patch())
	if v.Prerelease() == "" {
		return order + "~" // after every pre-release
	}
	for _, id := range strings.Split(v.Prerelease(), ".") {
		if digits := strings.Trim(id, "0123456789") == ""; digits {
			order += fmt.Sprintf("!0%03d%s", len(id), id)
		} else {
			order += "!1" + id + " "
		}
	}
	return order
}
