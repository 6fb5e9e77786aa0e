package form

import (
	"testing"

	"github.com/chandler-dev/chandler/schema"
)

func TestANameMakesAReadableTitle(t *testing.T) {
	for name, want := range map[string]string{
		"replicas":                      "Replicas",
		"wordpress.persistence.size":    "Wordpress persistence size",
		"SAMPLE_APP_PARAMETER1":         "Sample app parameter1",
		"enablePublicServiceAndIngress": "Enable public service and ingress",
		"publicIPAddress":               "Public IP address",
		"db.rootPassword":               "Db root password",
		"tls-key":                       "Tls key",
		"IPv4Only":                      "I pv4 only",
		"aB":                            "A b",
		"A":                             "A",
		"3scale":                        "3scale",
		"...":                           "...",
	} {
		if got := titleOf(&schema.Property{Name: name}); got != want {
			t.Errorf("the title of %s is %q, not %q", name, got, want)
		}
	}
}
