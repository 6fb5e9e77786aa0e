package clusters

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"
)

// maxKubeconfig is the size in bytes that a kubeconfig may have.
const maxKubeconfig = 256 << 10

// Kubeconfig is one that was checked: an address, a certificate and credentials, which are all in it.
type Kubeconfig struct {
	// Context is the name of the context that is used, Server the address of the API server.
	Context, Server string
	// Insecure says that the server's certificate is not checked.
	Insecure bool

	config *rest.Config
	data   []byte
}

// Bytes is a kubeconfig with nothing but the context that is used: what is to be kept. It has the credentials.
func (k *Kubeconfig) Bytes() []byte { return k.data }

// Allowance is something that CheckKubeconfig refuses unless it is told otherwise.
type Allowance int

// AllowInsecure takes a cluster whose certificate is not checked.
const AllowInsecure Allowance = iota + 1

// file is a kubeconfig as it is written, as far as it is looked at.
type file struct {
	APIVersion     string         `json:"apiVersion"`
	Kind           string         `json:"kind"`
	CurrentContext string         `json:"current-context"`
	Clusters       []namedCluster `json:"clusters"`
	Users          []namedUser    `json:"users"`
	Contexts       []namedContext `json:"contexts"`
}

type namedCluster struct {
	Name    string      `json:"name"`
	Cluster fileCluster `json:"cluster"`
}

type fileCluster struct {
	Server                   string `json:"server"`
	TLSServerName            string `json:"tls-server-name,omitempty"`
	InsecureSkipTLSVerify    bool   `json:"insecure-skip-tls-verify,omitempty"`
	CertificateAuthority     string `json:"certificate-authority,omitempty"`
	CertificateAuthorityData string `json:"certificate-authority-data,omitempty"`
	ProxyURL                 string `json:"proxy-url,omitempty"`
}

type namedUser struct {
	Name string   `json:"name"`
	User fileUser `json:"user"`
}

type fileUser struct {
	ClientCertificate     string              `json:"client-certificate,omitempty"`
	ClientCertificateData string              `json:"client-certificate-data,omitempty"`
	ClientKey             string              `json:"client-key,omitempty"`
	ClientKeyData         string              `json:"client-key-data,omitempty"`
	Token                 string              `json:"token,omitempty"`
	TokenFile             string              `json:"tokenFile,omitempty"`
	Username              string              `json:"username,omitempty"`
	Password              string              `json:"password,omitempty"`
	Exec                  any                 `json:"exec,omitempty"`
	AuthProvider          any                 `json:"auth-provider,omitempty"`
	As                    string              `json:"as,omitempty"`
	AsUID                 string              `json:"as-uid,omitempty"`
	AsGroups              []string            `json:"as-groups,omitempty"`
	AsUserExtra           map[string][]string `json:"as-user-extra,omitempty"`
}

type namedContext struct {
	Name    string      `json:"name"`
	Context fileContext `json:"context"`
}

type fileContext struct {
	Cluster string `json:"cluster"`
	User    string `json:"user"`
}

// CheckKubeconfig takes a kubeconfig from somebody and refuses what a server must not follow: programs to run, files of
// its own disk to read, proxies, a certificate that is not checked. The error names the field and what to do instead.
func CheckKubeconfig(data []byte, allowed ...Allowance) (*Kubeconfig, error) {
	if len(data) > maxKubeconfig {
		return nil, fmt.Errorf("the kubeconfig has %d bytes, and may have %d: leave only the cluster that is meant in it", len(data), maxKubeconfig)
	}
	var f file
	if err := yaml.Unmarshal(data, &f); err != nil {
		return nil, unreadable(err)
	}
	if f.Kind != "" && f.Kind != "Config" {
		return nil, fmt.Errorf("kind is %s: a kubeconfig has kind Config", f.Kind)
	}
	c, err := f.choose()
	if err != nil {
		return nil, err
	}
	config, err := c.check(allowed)
	if err != nil {
		return nil, err
	}
	k := &Kubeconfig{Context: c.context.Name, Server: config.Host, Insecure: config.Insecure, config: config}
	k.data, err = c.minimal()
	return k, err
}

// unreadable says where a kubeconfig is no YAML, or has a value of another kind.
func unreadable(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("the kubeconfig cannot be read: %s must not be of the kind %s", kind.Field, kind.Value)
	}
	_, words, _ := strings.Cut(err.Error(), "yaml: ")
	return fmt.Errorf("the kubeconfig cannot be read: it is not YAML: %s", words)
}

// chosen is the context of a kubeconfig that counts, with its cluster and its user.
type chosen struct {
	context namedContext
	cluster namedCluster
	user    namedUser
}

// choose finds the context that counts: the current one, or the only one.
func (f *file) choose() (*chosen, error) {
	current := f.CurrentContext
	switch {
	case len(f.Contexts) == 0:
		return nil, fmt.Errorf("contexts is empty: export the kubeconfig with kubectl config view --raw --minify --flatten")
	case current == "" && len(f.Contexts) > 1:
		return nil, fmt.Errorf("current-context is not set and there are %d contexts: set it to the one that is meant", len(f.Contexts))
	case current == "":
		current = f.Contexts[0].Name
	}
	context, err := only("contexts", current, f.Contexts, func(c namedContext) string { return c.Name })
	if err != nil {
		return nil, err
	}
	cluster, err := only("clusters", context.Context.Cluster, f.Clusters, func(c namedCluster) string { return c.Name })
	if err != nil {
		return nil, err
	}
	user, err := only("users", context.Context.User, f.Users, func(u namedUser) string { return u.Name })
	return &chosen{context, cluster, user}, err
}

// only gives the one entry of a list that has the name.
func only[T any](list, name string, entries []T, nameOf func(T) string) (found T, err error) {
	n := 0
	for _, e := range entries {
		if nameOf(e) == name {
			found = e
			n++
		}
	}
	switch n {
	case 0:
		return found, fmt.Errorf("%s has no entry named %q: add it, or correct the name", list, name)
	case 1:
		return found, nil
	}
	return found, fmt.Errorf("%s has %d entries named %q: keep one", list, n, name)
}

// minimal writes a kubeconfig with nothing else in it.
func (c *chosen) minimal() ([]byte, error) {
	return yaml.Marshal(file{APIVersion: "v1", Kind: "Config", CurrentContext: c.context.Name,
		Clusters: []namedCluster{c.cluster}, Users: []namedUser{c.user}, Contexts: []namedContext{c.context}})
}
