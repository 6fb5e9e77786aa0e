package marketplace

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
)

// Config says how a marketplace is run. Empty fields get what is said of them.
type Config struct {
	// Address is the host:port that browsers and clusters reach; 127.0.0.1:8080. MetricsAddress is that for /metrics,
	// which is not public; empty serves none.
	Address, MetricsAddress string
	// Public is the address under which browsers reach the store; made of Address if it is empty.
	Public string
	// Data is the folder for what the store keeps beside the database, and for a database in a file: .chandler/store.
	Data string
	// Database is a URL: sqlite:PATH or postgres://…; a file in Data if it is empty.
	Database string
	// KeyFile has the keys that secrets are sealed with; a file in Data if it is empty. It is made if it is not there.
	KeyFile string
	// RegistryHost is host[:port] by which clusters pull deployer images from this store. Embedded clusters need none.
	RegistryHost string
	// ImportFrom are the registries, HOST[:PORT], that users may have deployer images imported from; none if it is empty.
	ImportFrom []string
	// TLSCert and TLSKey are files in PEM; without them the store speaks plain HTTP.
	TLSCert, TLSKey string
	// Proxies are the networks of the proxies before the store, whose word about who asks is taken.
	Proxies []string
	// Deployer is the path of the program that goes into deployer images; Worker the command that looks at what strangers
	// have uploaded (artifacts.Options.Worker).
	Deployer string
	Worker   []string
	// Lease is for how long work stays with a server that was killed; AtOnce how much is done at the same time on
	// clusters. Zero leaves the engine's own.
	Lease  time.Duration
	AtOnce int
	Log    *slog.Logger
	// Ready, if set, is called once the store answers.
	Ready func(Started)
}

// Started is what is to be known of a store that has just begun to answer.
type Started struct {
	// URL is the address under which browsers reach it.
	URL string
	// First is the link by which the first administrator gets in, once; empty if there is an administrator already.
	First string
	// AdminLink makes another such link.
	AdminLink func(context.Context) (string, error)
}

// keyFile and the others are what lies in the folder of data.
const (
	keyFile       = "keys"
	folderFile    = "folder"
	databaseFile  = "store.db"
	artifactsPath = "artifacts"
	runsPath      = "runs"
)

// complete fills in what was left empty, and says what cannot be.
func (c *Config) complete() error {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	set(&c.Address, "127.0.0.1:8080")
	set(&c.Data, filepath.Join(".chandler", "store"))
	set(&c.Database, "sqlite:"+filepath.Join(c.Data, databaseFile))
	set(&c.KeyFile, filepath.Join(c.Data, keyFile))
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("a certificate needs its key: give both --tls-cert and --tls-key, or neither")
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		return fmt.Errorf("the address %q is not HOST:PORT: %w", c.Address, err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return os.MkdirAll(c.Data, 0o700)
}

// publicURL is the address for browsers, if none was given: that which is listened at.
func (c *Config) publicURL(at net.Addr) string {
	if c.Public != "" {
		return c.Public
	}
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	host, port, _ := net.SplitHostPort(at.String()) // a listener's address has both
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

func (c *Config) proxies() (auth.Proxies, error) {
	var networks auth.Proxies
	for _, text := range c.Proxies {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("%q is no network of a proxy: write it as 10.0.0.0/8", text)
		}
		networks = append(networks, network)
	}
	return networks, nil
}
