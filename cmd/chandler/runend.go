package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier/report"
)

// conclude turns the end of a run into the end of the command.
func conclude(r *report.Report, err error) error {
	switch {
	case err != nil:
		return err
	case r.Verdict == report.Failed:
		return errFailed
	}
	return nil
}

// logFolder is where the logs of a run go.
func logFolder(given string) string {
	if given != "" {
		return given
	}
	return filepath.Join(".chandler", "runs", time.Now().Format("20060102-150405.000"))
}

// scratchFolder makes a folder for files that are needed during a run only.
func scratchFolder() (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp("", "chandler-")
	if err != nil {
		return "", nil, err
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil // what is left lies in the folder for temporary files
}

// exactlyOne refuses a command line that has not the one argument that is called name.
func exactlyOne(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("%s takes one %s, not %d (see %[1]s --help)", cmd.CommandPath(), name, len(args))
	}
}
