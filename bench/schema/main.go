// Command schema measures what schemas cost: to check those of all packages of the conformance data, and to resolve the
// values of one, beside reading the same files with PyYAML, on which the reference toolkit is built. See ../README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	runs := flag.Int("n", 21, "counted runs of each measurement, after one that is not counted")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := measure(ctx, *runs)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// measurement is something that is timed n times, after one time that is not counted.
type measurement struct {
	name  string
	times func(n int) (series, error)
}

// measure runs everything in turn and prints one table, or says why there is none.
func measure(ctx context.Context, runs int) error {
	packages, err := readPackages()
	if errors.Is(err, errNoData) {
		fmt.Printf("Schemas were not measured: %v.\n", err)
		return nil
	} else if err != nil {
		return err
	}
	all, err := packages.measurements(ctx)
	if err != nil {
		return err
	}
	peer, absent := packages.peer(ctx)
	fmt.Printf("\n%d schemas, %d runs, milliseconds\n\n| | min | median | max |\n|---|---|---|---|\n", len(packages), runs)
	for _, m := range append(all, peer...) {
		times, err := m.times(runs)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		times.print(m.name)
	}
	if absent != nil {
		fmt.Printf("\nThe peer was not measured: %v.\n", absent)
	}
	return nil
}
