package debian

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// Versions are the versions that apt would install: of the named packages and of all they can depend on.
type Versions map[string]string

// Resolve asks this machine's apt, from its package lists: nothing is downloaded.
func Resolve(ctx context.Context, packages []string) (Versions, error) {
	args := append([]string{"depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts",
		"--no-breaks", "--no-replaces", "--no-enhances"}, packages...)
	depends, err := aptCache(ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("ask apt about %s: %w", strings.Join(packages, ", "), err)
	}
	policy, err := aptCache(ctx, append([]string{"policy"}, packageNames(depends)...)...)
	if err != nil {
		return nil, err
	}
	versions := candidates(policy)
	for _, p := range packages {
		if versions[p] == "" {
			return nil, fmt.Errorf("apt knows no Debian package %s; its lists may be missing or old: run apt-get update", p)
		}
	}
	return versions, nil
}

func aptCache(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "apt-cache", args...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("there is no apt-cache: images from Debian packages are made on Debian or a system like it")
	case errors.As(err, &exit):
		return nil, fmt.Errorf("%s; run apt-get update", bytes.TrimSpace(exit.Stderr))
	case err != nil:
		return nil, fmt.Errorf("apt-cache %s: %w", args[0], err)
	}
	return out, nil
}

// packageNames are the real packages in the output of apt-cache depends: lines that are neither indented nor in <>.
func packageNames(depends []byte) []string {
	var names []string
	for s := bufio.NewScanner(bytes.NewReader(depends)); s.Scan(); {
		if line := s.Text(); line != "" && !strings.ContainsAny(line[:1], " <|") {
			names = append(names, line)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var candidate = regexp.MustCompile(`(?m)^(\S+):\n  Installed: .*\n  Candidate: (\S+)$`)

func candidates(policy []byte) Versions {
	v := Versions{}
	for _, m := range candidate.FindAllSubmatch(policy, -1) {
		if string(m[2]) != "(none)" {
			v[string(m[1])] = string(m[2])
		}
	}
	return v
}

// Upstream is the program's own version in a Debian version: 7.0.15 of 5:7.0.15-1~deb12u10.
func Upstream(version string) string {
	if _, after, ok := strings.Cut(version, ":"); ok {
		version = after
	}
	if i := strings.LastIndex(version, "-"); i >= 0 {
		version = version[:i]
	}
	version, _, _ = strings.Cut(version, "+")
	return version
}
