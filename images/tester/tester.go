// Package tester runs test specs, as the reference's testrunner does, and says what it expected and what it got. It is
// what the program testrunner of tester images consists of.
//
// Everything is bounded: the time of an action, what is read of an answer and of a script's output, and what is printed.
package tester

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// Options of a run.
type Options struct {
	// Specs are the files of the test specs, in the order in which they are run.
	Specs []string
	// Var are the values of {{.Var.NAME}} in the specs; Environ, as os.Environ gives it, those of {{.Env.NAME}}.
	Var     map[string]string
	Environ []string
	// Timeout is how long an action may take; if 0, HTTPTimeout or BashTimeout.
	Timeout time.Duration
	// Out gets the report.
	Out io.Writer
}

// How long actions may take if the options do not say. Scripts may wait for something; but the deployer waits 5 minutes
// for a tester, and one that ends before can say what hung.
const (
	HTTPTimeout = time.Minute
	BashTimeout = 4 * time.Minute
)

// Run reads all test specs and runs them, one after the other. It gives the number of actions that failed. The error is
// testspec.Faults if nothing was run because a spec cannot be read, or says what was not run because ctx ended.
func Run(ctx context.Context, o Options) (failures int, err error) {
	suites, err := load(o)
	if err != nil {
		return 0, err
	}
	r := &run{Options: o, printer: printer{o.Out}}
	for i, s := range suites {
		if ctx.Err() != nil {
			r.skipped += len(s.Actions)
			continue
		}
		r.say(">>> Running %s", o.Specs[i])
		r.suite(ctx, s)
	}
	if r.failures > 0 {
		r.say(">>> SUMMARY: %d failed", r.failures)
	} else if r.skipped == 0 {
		r.say(">>> SUMMARY: All passed")
	}
	if r.skipped > 0 {
		return r.failures, fmt.Errorf("interrupted; actions that were not run: %d", r.skipped)
	}
	return r.failures, nil
}

// load reads the specs, all of them before the first is run: a fault in the last one is known at once.
func load(o Options) ([]*testspec.Suite, error) {
	values := testspec.Values{Env: environment(o.Environ), Var: o.Var}
	var suites []*testspec.Suite
	var faults testspec.Faults
	for _, file := range o.Specs {
		data, err := read(file)
		if err != nil {
			faults = append(faults, testspec.Note{File: file, Message: err.Error()})
			continue
		}
		suite, warnings, err := testspec.Parse(file, data, values)
		for _, w := range warnings {
			printer{o.Out}.say("warning: %s", w)
		}
		var more testspec.Faults
		if errors.As(err, &more) {
			faults = append(faults, more...)
		}
		suites = append(suites, suite)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return suites, nil
}

// read gives a file, or a byte more than a spec may have of a larger one.
func read(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			err = path.Err // the place is said already
		}
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, testspec.MaxSize+1))
}

func environment(environ []string) map[string]string {
	env := map[string]string{}
	for _, e := range environ {
		name, value, _ := strings.Cut(e, "=")
		env[name] = value
	}
	return env
}
