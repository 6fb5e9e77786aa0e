package artifacts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
)

// LocalHost is what the registry is called where Options name no host: for clusters that take archives.
const LocalHost = "chandler.local"

// Options say how a store works. Empty fields get what is said of them.
type Options struct {
	// Host is host[:port] by which clusters reach the registry: references begin with it. LocalHost by default.
	Host string
	// DeployerBinary is the path of the static deployer program, which goes into deployer images. Package needs it.
	DeployerBinary string
	// Worker is the command, with its arguments, of a program that calls RunWorker: what renders charts of strangers.
	// Package and Import need it.
	Worker []string
	// Registries are the hosts, with their ports, that Import pulls from. By default it pulls from none: this server may
	// reach what who asks may not.
	Registries []string
	// Limits bound what is taken in.
	Limits Limits
}

// Store keeps artifacts by digest below a folder. It is safe for concurrent use, by several processes too.
type Store struct {
	dir      string
	options  Options
	blobs    blobs
	packages *recent
	// working holds a token for each that computes: a worker, or one that unpacks an image.
	working chan struct{}
}

// The folders below that of a store.
const (
	partialDir    = "partial"
	repositoryDir = "repositories"
	archiveDir    = "archives"
)

// workers is how many workers run at a time, each within its bounds of memory.
const workers = 2

// abandoned is the age at which a partial file's writer is taken to be gone.
const abandoned = 24 * time.Hour

// Open opens the store in a folder, or makes one there.
func Open(dir string, o Options) (*Store, error) {
	if o.Host == "" {
		o.Host = LocalHost
	}
	o.Limits = o.Limits.orDefaults()
	var err error
	if o.Registries, err = hostsOf(o.Registries); err != nil {
		return nil, err
	}
	for _, folder := range []string{partialDir, repositoryDir, archiveDir} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o750); err != nil {
			return nil, fmt.Errorf("open the store of artifacts: %w", err)
		}
	}
	s := &Store{dir: dir, options: o, blobs: blobs{dir}, packages: newRecent(keptPackages), working: make(chan struct{}, workers)}
	if err := s.clean(); err != nil {
		return nil, fmt.Errorf("clean the store of artifacts: %w", err)
	}
	return s, nil
}

// hostsOf gives registries as references call them: docker.io has another name there.
func hostsOf(registries []string) ([]string, error) {
	hosts := make([]string, len(registries))
	for i, host := range registries {
		registry, err := name.NewRegistry(host)
		if err != nil {
			return nil, fmt.Errorf("%q is no registry: name it as HOST or HOST:PORT", host)
		}
		hosts[i] = registry.RegistryStr()
	}
	return hosts, nil
}

// clean removes what writers that died have left.
func (s *Store) clean() error {
	entries, err := os.ReadDir(filepath.Join(s.dir, partialDir))
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && time.Since(info.ModTime()) > abandoned {
			errs = append(errs, os.RemoveAll(filepath.Join(s.dir, partialDir, e.Name())))
		}
	}
	return errors.Join(errs...)
}
