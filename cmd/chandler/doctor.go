package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/internal/embedded"
)

func newDoctor(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		GroupID: "machine",
		Short:   "Check what Chandler needs of this machine",
		Long: `Check what Chandler needs of this machine: the program in deployer images, and what the embedded
cluster asks of the kernel and of the system. Each line that is not well says what to do.`,
		Example: `  chandler doctor`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			healthy := true
			for _, c := range diagnose(cmd.Context()) {
				mark := "✓"
				if !c.OK {
					mark, healthy = "✗", false
				}
				fmt.Fprintf(s.out, "%s %-22s %s\n", mark, c.Name, c.Message)
				if !c.OK && c.Fix != "" {
					fmt.Fprintf(s.out, "    %s\n", c.Fix)
				}
			}
			if !healthy {
				return errFailed
			}
			return nil
		},
	}
}

// diagnose asks every part of Chandler what it misses.
func diagnose(ctx context.Context) []embedded.Check {
	checks := []embedded.Check{checkDeployer()}
	program, err := embedded.Find()
	if err != nil {
		return append(checks, embedded.Check{Name: "embedded cluster", Message: err.Error(), Fix: "make build"})
	}
	checks = append(checks, embedded.Check{Name: "embedded cluster", OK: true, Message: program})
	more, err := (embedded.Cluster{Program: program}).Preflight(ctx)
	if err != nil {
		return append(checks, embedded.Check{Name: "preflight", Message: err.Error()})
	}
	return append(checks, more...)
}

func checkDeployer() embedded.Check {
	path, err := findDeployer()
	if err != nil {
		return embedded.Check{Name: "deployer program", Message: err.Error(), Fix: "make build"}
	}
	return embedded.Check{Name: "deployer program", OK: true, Message: path}
}
