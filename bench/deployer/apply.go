package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// The steps of an app's life that are timed, and how much of the best peer's time each may take.
var (
	steps = []string{"first apply", "again", "delete until gone"}
	goals = []float64{0.35, 0.7, 0.8}
)

// distances are the round trips to the API server at which tools are measured: on its own machine, and where every request
// takes some milliseconds, as they do where etcd has to agree and to wait for disks.
var distances = []time.Duration{0, 5 * time.Millisecond}

// measureApply lets every tool apply, apply again and delete the same objects on one cluster, in turns, and prints a table
// for each distance.
func measureApply(ctx context.Context, runs int) error {
	b, err := newApplyBench(ctx)
	if err != nil {
		return err
	}
	defer b.close(context.WithoutCancel(ctx))
	for _, distance := range distances {
		if err := b.measureAt(ctx, distance, runs); err != nil {
			return err
		}
	}
	return nil
}

func (b *applyBench) measureAt(ctx context.Context, distance time.Duration, runs int) error {
	before := load()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := b.moveAway(ctx, distance)
	if err != nil {
		return err
	}
	sets := []set{configMaps(1000), mixed(300)}
	tools := b.tools()
	times := map[string]series{}
	for _, s := range sets {
		for run := range runs + 1 {
			for _, t := range inTurn(tools, run) {
				took, err := b.life(ctx, t, s, run)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", t.name, s.name, err)
				}
				fmt.Fprintf(os.Stderr, "%s, %s, run %d: %.2f\n", s.name, t.name, run, seconds(took))
				for i, d := range took {
					if run > 0 {
						times[key(t, s, i)] = append(times[key(t, s, i)], d)
					}
				}
			}
		}
	}
	fmt.Printf("\na round trip of %s to the API server, where a GET of /version takes %.2f ms; %d runs, each tool's in turn; load average before %s, after %s\n\n",
		distance, request.Seconds()*1000, runs, before, load())
	printTable(tools, sets, times)
	return nil
}

// inTurn gives the tools in another order in every run, so that none always works after the same one.
func inTurn(tools []tool, run int) []tool {
	turned := slices.Clone(tools)
	if run%2 == 1 {
		slices.Reverse(turned)
	}
	at := run / 2 % len(turned)
	return append(turned[at:], turned[:at]...)
}

func key(t tool, s set, step int) string { return fmt.Sprint(t.name, "|", s.name, "|", step) }

// printTable prints the medians in seconds, the part that Chandler takes of the best peer's time, and the goals.
func printTable(tools []tool, sets []set, times map[string]series) {
	head, rule := "| median (least), seconds", "|---"
	rows := make([]string, len(tools))
	part, goal := "| Chandler's part of the best peer's median", "| the goal"
	for _, s := range sets {
		for step := range steps {
			head += fmt.Sprintf(" | %s: %s", s.name, steps[step])
			rule += "|---"
			best := time.Duration(0)
			for i, t := range tools {
				series := times[key(t, s, step)]
				rows[i] += fmt.Sprintf(" | %.2f (%.2f)", series.median().Seconds(), slices.Min(series).Seconds())
				if t.peer && (best == 0 || series.median() < best) {
					best = series.median()
				}
			}
			part += fmt.Sprintf(" | %.2f", times[key(tools[0], s, step)].median().Seconds()/best.Seconds())
			goal += fmt.Sprintf(" | %.2f", goals[step])
		}
	}
	fmt.Println(head + " |\n" + rule + "|")
	for i, t := range tools {
		fmt.Println("| " + t.name + rows[i] + " |")
	}
	fmt.Println(part + " |\n" + goal + " |")
}

// series are the times of the counted runs of one measurement.
type series []time.Duration

func (s series) median() time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[len(sorted)/2]
}

func seconds(times []time.Duration) (out []float64) {
	for _, t := range times {
		out = append(out, t.Seconds())
	}
	return out
}

// load is the machine's load average over one minute: how many others want its processors.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}
