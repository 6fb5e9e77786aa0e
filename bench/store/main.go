// Command store measures a store with 10,000 apps and 100,000 versions, on SQLite and on PostgreSQL: lists, filters and
// searches at 500 requests a second. See ../README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/chandler-dev/chandler/internal/localpostgres"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// options are what the command line says.
type options struct {
	apps, versions, rate int
	length               time.Duration
	api                  bool
}

func main() {
	var o options
	flag.IntVar(&o.apps, "apps", 10_000, "apps in the store")
	flag.IntVar(&o.versions, "versions", 10, "versions of each")
	flag.IntVar(&o.rate, "rate", 500, "requests a second")
	flag.DurationVar(&o.length, "for", 20*time.Second, "how long each measurement is")
	flag.BoolVar(&o.api, "api", true, "ask the HTTP API as well, not only the store behind it")
	serve := flag.String("serve", "", "serve the store in this folder (used by the command itself)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var err error
	if *serve != "" {
		err = serveStore(ctx, *serve, flag.Arg(0))
	} else {
		err = measure(ctx, o)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// measure does everything on one database after the other.
func measure(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "bench-store-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := measureOn(ctx, o, "SQLite", "sqlite:"+filepath.Join(dir, "store.db"), dir); err != nil {
		return err
	}
	server, err := localpostgres.Start(ctx)
	if errors.Is(err, localpostgres.ErrMissing) {
		fmt.Printf("\nPostgreSQL was not measured: %v.\n", err)
		return nil
	} else if err != nil {
		return err
	}
	err = measureOn(ctx, o, "PostgreSQL", server.URL("postgres"), dir)
	return errors.Join(err, server.Stop())
}

// measureOn fills a database, asks the store itself, then the API of a server in another process.
func measureOn(ctx context.Context, o options, name, url, dir string) error {
	s, err := store.Open(ctx, url, slog.Default())
	if err != nil {
		return err
	}
	begin := time.Now()
	c, err := fill(ctx, s, o.apps, o.versions)
	took := time.Since(begin)
	if err == nil {
		err = settle(ctx, url)
	}
	if err == nil {
		fmt.Printf("\n## %s\n\n%d apps and %d versions were put in within %.0f s.\n", name, o.apps, o.apps*o.versions, took.Seconds())
		err = o.report(ctx, "The store itself, milliseconds", names(), direct(s, c))
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	if err := o.peer(ctx, url, c); err != nil {
		return err
	}
	if !o.api {
		return nil
	}
	return o.overHTTP(ctx, url, filepath.Join(dir, name), c)
}

// report drives requests and prints how long they took.
func (o options) report(ctx context.Context, title string, names []string, requests []request) error {
	load := loadAverage()
	times, err := drive(ctx, o.rate, o.length, requests)
	if err != nil {
		return err
	}
	header(fmt.Sprintf("%s; %d requests/s for %v, load average before: %s", title, o.rate, o.length, load))
	var all series
	for i, t := range times {
		t.print(names[i])
		all = append(all, t...)
	}
	if len(times) > 1 {
		all.print("all")
	}
	return nil
}

func names() []string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = k.name
	}
	return all
}
