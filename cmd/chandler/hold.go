package main

import (
	"time"

	"github.com/spf13/cobra"
)

// durationFlag is a duration that is told apart from none.
type durationFlag struct {
	cmd   *cobra.Command
	name  string
	given time.Duration
}

// addHoldFlag adds the flag for how long an app must stay ready; otherwise says what holds without it.
func addHoldFlag(cmd *cobra.Command, otherwise string) *durationFlag {
	f := &durationFlag{cmd: cmd, name: "hold"}
	cmd.Flags().DurationVar(&f.given, f.name, 0, "how long the app must stay ready to be believed (default: "+otherwise+")")
	return f
}

// value is nil if the flag was not given.
func (f *durationFlag) value() *time.Duration {
	if !f.cmd.Flags().Changed(f.name) {
		return nil
	}
	return &f.given
}
