package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/chandler-dev/chandler/images/tester"
)

const usage = `usage: testrunner --test_spec=FILE [--test_spec=FILE]... [--var NAME=VALUE]... [--timeout DURATION]

Runs test specs. The exit status is the number of actions that failed, up to 125; 255 if a spec cannot be read.

  --test_spec=FILE   a spec in YAML or JSON; may be given more than once
  --var NAME=VALUE   what {{.Var.NAME}} stands for in specs; may be given more than once
  --timeout=30s      how long each action may take (1m for httpTest and 4m for bashTest if not given)

The log flags of the reference's testrunner, such as -logtostderr, are taken and change nothing.
`

// logFlags are those of the library by which the reference's testrunner logs, and whether they can stand without a value.
var logFlags = map[string]bool{"logtostderr": true, "alsologtostderr": true, "stderrthreshold": false, "v": false,
	"vmodule": false, "log_dir": false, "log_backtrace_at": false, "log_link": false, "logbuflevel": false}

// parse reads the command line. The error says what is wrong with it, or is flag.ErrHelp after the help was written.
func parse(args []string, out io.Writer) (tester.Options, error) {
	o := tester.Options{Var: map[string]string{}, Environ: os.Environ(), Out: out}
	flags := flag.NewFlagSet("testrunner", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error is returned, too
	flags.Func("test_spec", "", func(s string) error { o.Specs = append(o.Specs, s); return nil })
	flags.Func("var", "", setVar(o.Var))
	flags.Func("vars", "", setVar(o.Var)) // as earlier versions of the reference's testrunner have it
	flags.DurationVar(&o.Timeout, "timeout", 0, "")
	for name, alone := range logFlags {
		ignore := func(string) error { return nil }
		if alone {
			flags.BoolFunc(name, "", ignore)
		} else {
			flags.Func(name, "", ignore)
		}
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		return o, err
	case err != nil:
		return o, err
	case flags.NArg() > 0:
		return o, fmt.Errorf("%q is no flag: specs are given with --test_spec=FILE", flags.Arg(0))
	case len(o.Specs) == 0:
		return o, errors.New("--test_spec must be specified")
	case o.Timeout < 0:
		return o, fmt.Errorf("--timeout is %s: give a time above 0", o.Timeout)
	}
	return o, nil
}

func setVar(vars map[string]string) func(string) error {
	return func(s string) error {
		name, value, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return errors.New("it has to be NAME=VALUE")
		}
		vars[name] = value
		return nil
	}
}
