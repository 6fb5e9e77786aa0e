package programs

import (
	"fmt"
	"os"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	_ "github.com/coredns/coredns/plugin/bind"       // listen on the node's address
	_ "github.com/coredns/coredns/plugin/cache"      // of answers
	_ "github.com/coredns/coredns/plugin/errors"     // in the log
	_ "github.com/coredns/coredns/plugin/forward"    // names outside the cluster
	_ "github.com/coredns/coredns/plugin/kubernetes" // names of the cluster
	_ "github.com/coredns/coredns/plugin/ready"      // tells when it has learned them
)

// coreDNS takes one argument, the path of the Corefile.
func coreDNS() {
	if err := serveDNS(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, "coredns:", err)
		os.Exit(1)
	}
}

func serveDNS(corefile string) error {
	dnsserver.Directives = []string{"bind", "ready", "errors", "cache", "kubernetes", "forward"}
	contents, err := os.ReadFile(corefile)
	if err != nil {
		return err
	}
	caddy.TrapSignals()
	server, err := caddy.Start(caddy.CaddyfileInput{Contents: contents, Filepath: corefile, ServerTypeName: "dns"})
	if err != nil {
		return err
	}
	server.Wait()
	return nil
}
