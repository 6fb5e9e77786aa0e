package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chandler-dev/chandler/schema"
)

// resolved are the packages of which the values are resolved: one with much to fill in, and the one with the most
// patterns. ruled is given to properties with rules, by their type, since defaults are not held to rules.
var resolved = []struct {
	pkg, about string
	ruled      map[schema.Type]any
}{
	{"wordpress", "as installed", nil},
	{"consul", "with a value for each rule", map[schema.Type]any{schema.TypeString: "1", schema.TypeInteger: 3}},
}

func (ps packages) measurements(ctx context.Context) ([]measurement, error) {
	all := []measurement{{"read and check all, in one process", func(n int) (series, error) { return repeat(n, ps.check) }}}
	for _, r := range resolved {
		p, err := ps.named(r.pkg)
		if err != nil {
			return nil, err
		}
		resolve, err := p.resolve(r.ruled)
		if err != nil {
			return nil, err
		}
		all = append(all, measurement{"resolve " + r.pkg + ", " + r.about, func(n int) (series, error) { return repeat(n, resolve) }})
	}
	return append(all, measurement{"`chandler schema check` of all, a whole process", func(n int) (series, error) {
		return repeat(n, func() error { return ps.program(ctx) })
	}}), nil
}

// check reads and checks all schemas. Faults are found, not refused: one of the packages has one.
func (ps packages) check() error {
	for _, p := range ps {
		s, err := schema.Parse(p.file, p.data)
		if err != nil {
			return err
		}
		_ = s.Check()
	}
	return nil
}

// program checks all schemas with the built program, which ends with 1 for the package that has a fault.
func (ps packages) program(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, "bin/chandler", append([]string{"schema", "check"}, ps.files()...)...).CombinedOutput()
	var ended *exec.ExitError
	if err == nil || errors.As(err, &ended) && ended.ExitCode() == 1 {
		return nil
	}
	return fmt.Errorf("%w\n%s", err, out)
}

// resolve gives the resolving of the parameters that the package is installed with, and of values for its rules.
func (p pkg) resolve(ruled map[schema.Type]any) (func() error, error) {
	s, err := schema.Parse(p.file, p.data)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(filepath.Dir(p.file), "install", "parameters.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	given, err := schema.ParseValues(file, data)
	if err != nil {
		return nil, err
	}
	for _, p := range s.Properties {
		hasRules := len(p.JSONSchema()) > 1 // more than its type
		if v := ruled[p.Type]; hasRules && v != nil {
			given[p.Name] = v
		}
	}
	env := schema.Environment{ApplicationUID: "uid-1", Rand: rand.Reader, Now: time.Unix(1e9, 0)}
	return func() error {
		_, err := schema.Resolve(s, given, env)
		return err
	}, nil
}
