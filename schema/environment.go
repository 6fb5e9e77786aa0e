package schema

import (
	"io"
	"time"
)

// Environment is all that Resolve and Generate know of the world.
type Environment struct {
	// ApplicationUID is the uid of the Application resource; empty if there is none yet.
	ApplicationUID string
	// Rand is where passwords come from: crypto/rand.Reader outside of tests. The keys of certificates do not come
	// from it, since Go's crypto packages insist on their own source.
	Rand io.Reader
	// Now is the time at which generated certificates begin to be valid.
	Now time.Time
	// CertificateNames are the DNS names and IP addresses that a generated certificate is for. Resolve sets them with
	// the function CertificateNames if they are empty; Generate by itself then makes one for localhost.
	CertificateNames []string
	// SkipRules takes given values that the rules of their properties refuse: for trials with made-up values.
	SkipRules bool
	// SkipNameRules does so for name and namespace only, which a verification makes up.
	SkipNameRules bool
}

// CertificateNames gives the names under which the Services of an app are reached from within a cluster, and localhost.
func CertificateNames(name, namespace string) []string {
	names := []string{"localhost", "127.0.0.1"}
	if name != "" {
		names = append(names, name)
	}
	if namespace != "" {
		names = append(names, "*."+namespace, "*."+namespace+".svc", "*."+namespace+".svc.cluster.local")
	}
	return names
}
