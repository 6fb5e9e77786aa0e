package schema

import (
	"fmt"
	"regexp"

	versions "github.com/Masterminds/semver/v3"
)

// VersionRange is a range of Kubernetes versions, as clusterConstraints.k8sVersion gives one: >=1.30, ~1.31.2,
// ">=1.28 <1.34", "1.29 - 1.31", "1.30.x || 1.32.x".
type VersionRange struct {
	within *versions.Constraints
	// exact says that the range names a suffix such as -gke.100, so that the suffixes of versions count.
	exact bool
}

// suffixed finds a version with a suffix; the dash of "1.29 - 1.31" has white space around it.
var suffixed = regexp.MustCompile(`[0-9xX*]-[0-9A-Za-z]`)

// ParseVersionRange reads a range of semantic versions. The error says that it is none, in words for people.
func ParseVersionRange(text string) (VersionRange, error) {
	within, err := versions.NewConstraint(text)
	if err != nil {
		return VersionRange{}, fmt.Errorf("%q is not a range of versions", shorten(text))
	}
	exact := suffixed.MatchString(text)
	within.IncludePrerelease = exact
	return VersionRange{within, exact}, nil
}

// Contains says whether a version as a cluster tells it, such as v1.33.5-gke.100 or v1.36.3+k3s1, lies in the range.
// What vendors put behind the three numbers makes it no pre-release: it counts only where the range has such a suffix
// too. The error says that the version is none.
func (r VersionRange) Contains(version string) (bool, error) {
	v, err := versions.NewVersion(version)
	if err != nil {
		return false, fmt.Errorf("%q is not a version", shorten(version))
	}
	if !r.exact {
		v = versions.New(v.Major(), v.Minor(), v.Patch(), "", "")
	}
	return r.within.Check(v), nil
}
