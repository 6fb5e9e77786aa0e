package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"k8s.io/klog/v2"

	"github.com/chandler-dev/chandler/marketplace"
)

// databaseVariable has the database's URL where that holds a password, which everybody sees in arguments.
const databaseVariable = "CHANDLER_DATABASE"

// storeFlags say where a store keeps what it knows: for all verbs that work on it.
type storeFlags struct {
	data, database, keyFile, public, address string
}

func addStoreFlags(cmd *cobra.Command) *storeFlags {
	var f storeFlags
	flags := cmd.Flags()
	flags.StringVar(&f.data, "data", filepath.Join(".chandler", "store"), "folder for all that the store keeps outside of the database")
	flags.StringVar(&f.database, "database", "", "sqlite:PATH or postgres://HOST/NAME (default: a file in --data); with a password in it, set "+databaseVariable+" instead")
	flags.StringVar(&f.keyFile, "key-file", "", "file of the keys that secrets are sealed with; made if missing (default: a file in --data)")
	flags.StringVar(&f.address, "address", "127.0.0.1:8080", "HOST:PORT to listen at")
	flags.StringVar(&f.public, "public", "", "address under which browsers reach the store, such as https://store.example (default: that of --address)")
	return &f
}

func (f *storeFlags) config() (marketplace.Config, error) {
	database := f.database
	if u, err := url.Parse(database); err == nil && u.User != nil {
		if _, has := u.User.Password(); has {
			return marketplace.Config{}, errors.New("--database has a password in it, which everybody on this machine can read: set " + databaseVariable + " instead")
		}
	}
	if database == "" {
		database = os.Getenv(databaseVariable)
	}
	return marketplace.Config{Address: f.address, Public: f.public, Data: f.data, Database: database, KeyFile: f.keyFile}, nil
}

// newLog makes the log of a format, json or text, and has the libraries that write a log of their own write to it.
func newLog(w io.Writer, format string) (*slog.Logger, error) {
	var handler slog.Handler
	switch format {
	case "json":
		handler = slog.NewJSONHandler(w, nil)
	case "text":
		handler = slog.NewTextHandler(w, nil)
	default:
		return nil, fmt.Errorf("%q is no format of logs: use json or text", format)
	}
	log := slog.New(handler)
	klog.SetSlogLogger(log.With("from", "kubernetes client"))
	return log, nil
}

// deployerProgram is the file name of the program that goes into deployer images.
const deployerProgram = "chandler-deployer"

// programs completes the configuration by the programs that the server runs: itself, and the deployer that was named, or
// that CHANDLER_DEPLOYER names, or that is beside it.
func programs(c *marketplace.Config, deployer string) error {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		return fmt.Errorf("find the own program: %w", err)
	}
	c.Worker = []string{self, workerCommand}
	for _, path := range []string{deployer, os.Getenv("CHANDLER_DEPLOYER"), filepath.Join(filepath.Dir(self), deployerProgram)} {
		if path == "" {
			continue
		}
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("the program for deployer images is not at %s: build it with `make build`, or name it with --deployer", path)
		}
		c.Deployer = path
		return nil
	}
	return nil
}
