package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/marketplace"
)

// serveFlags are the flags of chandler-store serve.
type serveFlags struct {
	*storeFlags
	deployer, logFormat, metrics, registry, tlsCert, tlsKey string
	proxies, importFrom                                     []string
	lease                                                   time.Duration
	atOnce                                                  int
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the store",
		Long: `Run the store: web pages, API and registry at one address, and what is to be done on clusters.

Everything has a default that works on one machine: SQLite and a registry below --data. Several servers may share one
PostgreSQL and one --data. Secrets come from the environment, never from arguments: ` + databaseVariable + ` has the database's URL.
At the first start a link is printed by which the first administrator gets in, once.`,
		Example: `  chandler-store serve
  chandler-store serve --address 0.0.0.0:8443 --tls-cert store.pem --tls-key store.key --public https://store.example:8443
  CHANDLER_DATABASE=postgres://store:secret@db/store chandler-store serve --metrics-address 127.0.0.1:9090`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.storeFlags = addStoreFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.deployer, "deployer", "", "program for deployer images (default: $CHANDLER_DEPLOYER, or "+deployerProgram+" beside this one)")
	flags.StringVar(&f.logFormat, "log-format", "text", "json or text; the log goes to standard error")
	flags.StringVar(&f.metrics, "metrics-address", "", "HOST:PORT for /metrics (Prometheus), which is not public; none if empty")
	flags.StringVar(&f.registry, "registry-host", "", "HOST[:PORT] by which clusters pull deployer images from this store; embedded clusters need none")
	flags.StringSliceVar(&f.importFrom, "import-from", nil, "HOST[:PORT] of a registry that users may have deployer images imported from; may be repeated; none by default, as this server may reach what they may not")
	flags.StringVar(&f.tlsCert, "tls-cert", "", "certificate in PEM; without it the store speaks plain HTTP")
	flags.StringVar(&f.tlsKey, "tls-key", "", "key of --tls-cert in PEM")
	flags.StringSliceVar(&f.proxies, "proxy", nil, "network of the proxies before the store, such as 10.0.0.0/8, which say for whom they ask; may be repeated")
	flags.DurationVar(&f.lease, "lease", 0, "for how long work stays with a server that was killed (default 15s)")
	flags.IntVar(&f.atOnce, "at-once", 0, "how much is done at the same time on clusters (default 8)")
	return cmd
}

func (f *serveFlags) run(cmd *cobra.Command) error {
	c, err := f.config()
	if err != nil {
		return err
	}
	if c.Log, err = newLog(cmd.ErrOrStderr(), f.logFormat); err != nil {
		return err
	}
	if err := programs(&c, f.deployer); err != nil {
		return err
	}
	c.MetricsAddress, c.RegistryHost, c.TLSCert, c.TLSKey, c.Proxies = f.metrics, f.registry, f.tlsCert, f.tlsKey, f.proxies
	c.ImportFrom, c.Lease, c.AtOnce = f.importFrom, f.lease, f.atOnce
	c.Ready = func(s marketplace.Started) {
		fmt.Fprintf(cmd.OutOrStdout(), "The store is at %s\n", s.URL)
		if s.First != "" {
			fmt.Fprintf(cmd.OutOrStdout(), "Sign in as %s with this link, once, within a day:\n\n  %s\n\n", marketplace.Admin, s.First)
		}
	}
	return marketplace.Serve(cmd.Context(), c)
}
