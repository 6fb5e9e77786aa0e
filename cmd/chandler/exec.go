package main

import (
	"context"
	"fmt"
	"os/exec"
	"syscall"
)

// replaceProcess becomes the given program: its terminal, signals and exit status are the user's.
func replaceProcess(program string, args []string) error {
	err := syscall.Exec(program, append([]string{program}, args...), clusterEnvironment())
	return fmt.Errorf("run %s: %w", program, err)
}

// outputOf runs a program and returns what it writes to standard output.
func outputOf(ctx context.Context, program string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, program, args...).Output()
	return string(out), err
}
