// Command verify measures what a user waits for: the start of the embedded cluster, a verification with the cluster
// up, and one with nothing running, beside the same work done by hand with kubectl. See ../README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	runs := flag.Int("n", 5, "counted runs of each measurement, after one that is not counted")
	pkg := flag.String("package", "examples/nginx", "package folder to verify")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := measure(ctx, *runs, *pkg)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// measure runs everything in turn and prints one table.
func measure(ctx context.Context, runs int, pkg string) error {
	b := bench{cluster: fmt.Sprintf("bench-%d", os.Getpid()), pkg: pkg}
	defer b.down(context.WithoutCancel(ctx))

	start, stop, err := b.clusterStarts(ctx, runs)
	if err != nil {
		return err
	}
	cold, err := b.coldVerifications(ctx, runs)
	if err != nil {
		return err
	}
	warm, steps, err := b.warmVerifications(ctx, runs)
	if err != nil {
		return err
	}
	byHand, err := b.byHand(ctx, runs)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s, %d runs, seconds\n\n| | min | median | max |\n|---|---|---|---|\n", pkg, runs)
	start.print("cluster up until ready for work")
	stop.print("cluster down")
	cold.print("chandler verify, nothing running")
	warm.print("chandler verify, cluster up")
	for _, s := range steps {
		s.times.print("&nbsp;&nbsp;" + s.name)
	}
	byHand.print("the same by hand: kubectl apply, wait, tester, delete")
	return nil
}
