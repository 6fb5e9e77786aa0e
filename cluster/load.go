//go:build linux

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/chandler-dev/chandler/cluster/components"
	"github.com/chandler-dev/chandler/cluster/images"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func loadCommand(c *common) *cobra.Command {
	var reference string
	cmd := &cobra.Command{
		Use:   "load PATH...",
		Short: "Load images into a cluster, without a registry",
		Long: `Load images into a cluster, without a registry, from OCI layout folders and from OCI and docker archives (.tar, .tar.gz).
Pods find them under the names they carry. An image that is there already is left as it is.`,
		Example: `  chandler cluster load app.tar
  chandler cluster load images/web images/db.tar.gz --name test
  chandler cluster load layout --reference example.com/app:1.0`,
		Args: arguments(cobra.MinimumNArgs(1)),
	}
	cmd.Flags().StringVar(&reference, "reference", "", "name for the image at PATH, if that has none or only a tag")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if reference != "" && len(paths) > 1 {
			return usageError{fmt.Errorf("--reference can name the image of one PATH only")}
		}
		results, err := load(cmd.Context(), c, paths, reference)
		if err != nil {
			return err
		}
		return c.print(cmd.OutOrStdout(), results, func(w io.Writer) { describeLoad(w, results) })
	}
	return cmd
}

func load(ctx context.Context, c *common, paths []string, reference string) ([]images.Result, error) {
	d, err := c.dir()
	if err != nil {
		return nil, err
	}
	process, err := state.ReadProcess(d)
	if err != nil {
		return nil, err
	}
	if process.PID == 0 {
		return nil, fmt.Errorf("cluster %s is not running: start it with `chandler cluster up --name %s`", c.name, c.name)
	}
	client, err := images.Connect(ctx, fmt.Sprintf("/proc/%d/root%s", process.PID, components.ContainerdSocket))
	if err != nil {
		return nil, err
	}
	defer func() { _ = client.Close() }()
	parts := make([][]images.Result, len(paths))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for i, path := range paths {
		group.Go(func() (err error) {
			parts[i], err = images.Load(ctx, client, path, reference)
			return err
		})
	}
	err = group.Wait()
	results := []images.Result{}
	for _, part := range parts {
		results = append(results, part...)
	}
	return results, err
}

func describeLoad(w io.Writer, results []images.Result) {
	for _, r := range results {
		word := map[bool]string{true: "loaded", false: "there already"}[r.Loaded]
		fmt.Fprintf(w, "%s  %s, %s\n", r.Reference, word, r.Digest)
	}
}
