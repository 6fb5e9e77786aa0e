package scaffold

import (
	"regexp"
	"slices"
	"strings"
)

var (
	password = regexp.MustCompile(`(?i)(password|passwd|passphrase)$`)
	secret   = regexp.MustCompile(`(?i)(token|secret|secretkey|accesskey|apikey|privatekey|licen[cs]ekey|credentials)$`)
)

// internal are the parts of a path whose values are the vendor's business, not the customer's.
var internal = regexp.MustCompile(`(?i)^(global|(name|fullname|namespace)override|.*pull(policy|secrets?)|(common|pod|extra).*|.*(annotations|labels|probe|securitycontext)|` +
	`affinity|nodeselector|tolerations|rbac|serviceaccount|kubeversion|clusterdomain|diagnosticmode|initcontainers?|tests?)$`)

// existing are values that name objects or services the customer has made before, of which a marketplace knows nothing.
var existing = regexp.MustCompile(`(?i)^(existing.*|external.*|secretname|.*(secretname|secretref|existingclaim)$)`)

// identifying are values that name what is installed, which its name and namespace do: set to anything else, they take
// it out of the hands of the Application.
var identifying = regexp.MustCompile(`(?i)^(name|fullname|namespace)override$`)

// settings are the values that charts commonly let customers set, by the keys that hold them.
var settings = map[string][]string{
	"service":     {"type", "port"},
	"persistence": {"enabled", "size", "storageclass", "storageclassname"},
	"ingress":     {"enabled", "hostname", "host", "classname", "ingressclassname", "tls"},
	"requests":    {"cpu", "memory"},
	"limits":      {"cpu", "memory"},
	"autoscaling": {"enabled", "minreplicas", "maxreplicas"},
	"tls":         {"enabled"},
}

// offered says whether a customer would want to set a value: all scalars at the top, those that charts commonly have
// below it, and whatever a user logs in with.
func offered(path []string) bool {
	for _, key := range path {
		if internal.MatchString(key) || existing.MatchString(key) {
			return false
		}
	}
	if len(path) == 1 {
		return true
	}
	key, parent := strings.ToLower(path[len(path)-1]), strings.ToLower(path[len(path)-2])
	return key == "replicacount" || key == "replicas" || parent == "auth" || slices.Contains(settings[parent], key) || password.MatchString(key)
}
