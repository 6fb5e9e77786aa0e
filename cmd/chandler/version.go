package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker; a build without it tells the module's.
var version = ""

func newVersion(s streams) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:     "version",
		GroupID: "machine",
		Short:   "Print the version of Chandler",
		Example: `  chandler version
  chandler version --output json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch output {
			case "json":
				return json.NewEncoder(s.out).Encode(map[string]string{"version": versionString(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
			case "text":
				fmt.Fprintf(s.out, "chandler %s (%s, %s/%s)\n", versionString(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
				return nil
			}
			return fmt.Errorf("--output %s: must be text or json", output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "text", "format: text or json")
	return cmd
}

func versionString() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
