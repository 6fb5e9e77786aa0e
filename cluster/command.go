//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandVariable names the environment variable with the words by which the user calls this program.
const commandVariable = "CHANDLER_CLUSTER_COMMAND"

// usageError is a mistake in the command line: exit status 2.
type usageError struct{ error }

// common holds the flags of all verbs.
type common struct {
	name   string
	output string
}

// execute runs the verb the user named and returns the exit status: 0 done, 1 not done, 2 used wrongly.
func execute() int {
	pflag.CommandLine = pflag.NewFlagSet("", pflag.ExitOnError) // which cobra would add: flags of the linked programs
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	err := rootCommand().ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "error:", err)
	if usage := (usageError{}); errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		return 2
	}
	return 1
}

func rootCommand() *cobra.Command {
	c := &common{}
	root := &cobra.Command{
		Use:           "cluster",
		Short:         "Run Kubernetes on this machine, out of one program",
		Long:          "Run Kubernetes on this machine, out of one program: no Docker, no virtual machine, no registry.\nIt needs Linux and root.",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	called := os.Getenv(commandVariable)
	if called == "" {
		called = "chandler cluster"
	}
	root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: called}
	root.PersistentFlags().StringVar(&c.name, "name", "default", "name of the cluster")
	root.PersistentFlags().StringVarP(&c.output, "output", "o", "text", "how to print the result: text or json")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return c.check() }
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, verb := range []func(*common) *cobra.Command{
		upCommand, downCommand, statusCommand, listCommand, loadCommand, kubeconfigCommand, logsCommand, preflightCommand,
	} {
		root.AddCommand(verb(c))
	}
	return root
}

func (c *common) check() error {
	if c.output != "text" && c.output != "json" {
		return usageError{fmt.Errorf("--output %s: use text or json", c.output)}
	}
	if _, err := c.dir(); err != nil {
		return usageError{err}
	}
	return nil
}

// dir is the state folder of the cluster the user named.
func (c *common) dir() (state.Dir, error) {
	home, err := state.Home()
	if err != nil {
		return "", err
	}
	return state.Open(home, c.name)
}

// print writes v as JSON if that is wanted, else calls text.
func (c *common) print(w io.Writer, v any, text func(io.Writer)) error {
	if c.output == "text" {
		text(w)
		return nil
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// arguments makes a check of the number of arguments a usage error.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("%w\nSee `%s --help`", err, cmd.CommandPath())}
		}
		return nil
	}
}
