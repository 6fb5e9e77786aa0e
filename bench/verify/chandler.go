package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// bench drives the built programs, as a user would.
type bench struct {
	cluster string // name of the embedded cluster that is used
	pkg     string
}

// step is one step of the verification, over all runs.
type step struct {
	name  string
	times series
}

// run executes a program of bin/ and returns its standard output.
func run(ctx context.Context, stdin []byte, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "bin/"+program, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s %v: %w\n%s%s", program, args, err, out.String(), errs.String())
	}
	return out.Bytes(), nil
}

func (b bench) up(ctx context.Context) error {
	_, err := run(ctx, nil, "chandler-cluster", "up", "--ephemeral", "--name", b.cluster)
	return err
}

func (b bench) down(ctx context.Context) {
	if _, err := run(ctx, nil, "chandler-cluster", "down", "--purge", "--name", b.cluster); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// clusterStarts times starting and stopping an empty cluster.
func (b bench) clusterStarts(ctx context.Context, n int) (start, stop series, err error) {
	start, err = repeat(n, func() (time.Duration, error) {
		up, err := timed(func() error { return b.up(ctx) })
		down, _ := timed(func() error { b.down(ctx); return nil })
		stop = append(stop, down)
		return up, err
	})
	return start, stop[min(1, len(stop)):], err
}

// verify runs one verification and returns its report's steps.
func (b bench) verify(ctx context.Context) (steps map[string]float64, order []string, err error) {
	out, err := run(ctx, nil, "chandler", "verify", b.pkg, "--embedded="+b.cluster, "--output", "json")
	if err != nil {
		return nil, nil, err
	}
	var report struct {
		Steps []struct {
			Name    string  `json:"name"`
			Seconds float64 `json:"seconds"`
		} `json:"steps"`
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, nil, fmt.Errorf("read the report: %w", err)
	}
	steps = map[string]float64{}
	for _, s := range report.Steps {
		steps[s.Name] = s.Seconds
		order = append(order, s.Name)
	}
	return steps, order, nil
}

// coldVerifications times a verification with nothing running: the cluster's start is in it.
func (b bench) coldVerifications(ctx context.Context, n int) (series, error) {
	return repeat(n, func() (time.Duration, error) {
		b.down(ctx)
		return timed(func() error { _, _, err := b.verify(ctx); return err })
	})
}

// warmVerifications times a verification with the cluster up and the images loaded, and its steps.
func (b bench) warmVerifications(ctx context.Context, n int) (series, []step, error) {
	var steps []step
	times, err := repeat(n, func() (time.Duration, error) {
		return timed(func() error {
			seconds, order, err := b.verify(ctx)
			for i, name := range order {
				if len(steps) <= i {
					steps = append(steps, step{name: name})
				}
				steps[i].times = append(steps[i].times, time.Duration(seconds[name]*float64(time.Second)))
			}
			return err
		})
	})
	for i := range steps { // the run that is not counted
		steps[i].times = steps[i].times[min(1, len(steps[i].times)):]
	}
	return times, steps, err
}

// trim drops the line end.
func trim(line []byte) []byte { return bytes.TrimRight(line, "\n") }
