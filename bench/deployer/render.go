package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/schema"
)

// reference is what deploy.sh takes up to the first write, in milliseconds, at the least: measured with a kubectl that
// does nothing, for the smallest of the packages. Its code is not here, so that it cannot be run beside the others.
const reference = 524

// renderer is something that makes manifests of a package's parameters.
type renderer struct {
	name   string
	render func(ctx context.Context, p standIn) error
}

// measureRender makes the manifests of all packages in both modes with each renderer, in turns, and prints a table.
func measureRender(ctx context.Context, runs int) error {
	before := load()
	folder, err := os.MkdirTemp("", "chandler-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	packages, err := standIns(folder)
	if err != nil {
		return err
	}
	renderers := []renderer{
		{"chandler, in the deployer's process: expanded, rendered, labelled, owned, checked", inProcess},
		{"chandler render, a whole process: the same, and printed", byCommand},
	}
	peers, err := buildPeers(ctx)
	if err != nil {
		return err
	}
	renderers = append(renderers, renderer{"helm template, a whole process: rendered only", byHelm(filepath.Join(peers, "helm"))})
	times := make([]series, len(renderers))
	for run := range runs + 1 {
		for at := range renderers {
			r := (at + run) % len(renderers)
			took, err := timeAll(ctx, renderers[r], packages)
			if err != nil {
				return err
			}
			if run > 0 {
				times[r] = append(times[r], took)
			}
		}
	}
	printRender(renderers, times, len(packages), runs, before)
	return nil
}

// timeAll gives the mean time of a package.
func timeAll(ctx context.Context, r renderer, packages []standIn) (time.Duration, error) {
	begin := time.Now()
	for _, p := range packages {
		if err := r.render(ctx, p); err != nil {
			return 0, fmt.Errorf("%s, %s: %w", r.name, p.name, err)
		}
	}
	return time.Since(begin) / time.Duration(len(packages)), nil
}

func printRender(renderers []renderer, times []series, packages, runs int, before string) {
	fmt.Printf("\n%d packages and modes, %d runs in turns, milliseconds a package; load average before %s, after %s\n\n", packages, runs, before, load())
	fmt.Print("| | min | median | max | of the reference's least |\n|---|---|---|---|---|\n")
	for i, r := range renderers {
		s := slices.Sorted(slices.Values(times[i]))
		ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
		middle := ms(s[len(s)/2])
		fmt.Printf("| %s | %.1f | %.1f | %.1f | %.3f |\n", r.name, ms(s[0]), middle, ms(s[len(s)-1]), middle/reference)
	}
}

func inProcess(ctx context.Context, p standIn) error {
	pkg, err := deployer.Load(os.DirFS(p.image))
	if err != nil {
		return err
	}
	data, err := os.ReadFile(p.parameters)
	if err != nil {
		return err
	}
	given, err := schema.ParseValues(p.parameters, data)
	if err != nil {
		return err
	}
	rendered, err := deployer.Render(ctx, pkg, deployer.RenderInput{Given: given, Mode: p.mode, AppUID: "uid-1", NamespaceUID: "nsuid"})
	if err == nil && len(rendered.App) == 0 {
		err = fmt.Errorf("nothing was rendered")
	}
	return err
}

func byCommand(ctx context.Context, p standIn) error {
	return quiet(exec.CommandContext(ctx, "bin/chandler", "render", p.folder, "--mode", string(p.mode), "--name", appName, "-n", appName, "--app-uid", "uid-1",
		"--image-prefix", p.prefix, "--parameters", "@"+p.given))
}

func byHelm(helm string) func(context.Context, standIn) error {
	return func(ctx context.Context, p standIn) error {
		if p.chart == "" {
			return nil // a package of manifests
		}
		return quiet(exec.CommandContext(ctx, helm, "template", appName, p.chart, "--namespace", appName, "--values", p.values))
	}
}

// quiet runs a command, whose output nobody reads.
func quiet(cmd *exec.Cmd) error {
	cmd.Stdout = io.Discard
	var words capture
	cmd.Stderr = &words
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, words)
	}
	return nil
}

// capture keeps the begin of what is written to it.
type capture []byte

func (c *capture) Write(p []byte) (int, error) {
	*c = append(*c, p[:min(len(p), max(0, 2000-len(*c)))]...)
	return len(p), nil
}
