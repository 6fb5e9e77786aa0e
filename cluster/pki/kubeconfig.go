package pki

import (
	"encoding/base64"
	"fmt"
)

// Kubeconfig is the text of a kubeconfig with one context of the given name.
func Kubeconfig(context, server string, authority []byte, client Pair) []byte {
	encode := base64.StdEncoding.EncodeToString
	return fmt.Appendf(nil, `apiVersion: v1
kind: Config
clusters:
- name: %[1]s
  cluster:
    server: %[2]s
    certificate-authority-data: %[3]s
users:
- name: %[1]s
  user:
    client-certificate-data: %[4]s
    client-key-data: %[5]s
contexts:
- name: %[1]s
  context:
    cluster: %[1]s
    user: %[1]s
current-context: %[1]s
`, context, server, encode(authority), encode(client.Certificate), encode(client.Key))
}
