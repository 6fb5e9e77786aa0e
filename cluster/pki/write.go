package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
)

// Cluster is what the certificates of a cluster have to say.
type Cluster struct {
	Name    string     // of the cluster
	Node    string     // name of the node
	Address netip.Addr // of the node, where the API server listens
	Service netip.Addr // cluster IP of kubernetes.default
}

// Server is the address of the API server, as a URL.
func (c Cluster) Server() string { return fmt.Sprintf("https://%s:6443", c.Address) }

// Write makes everything for a new cluster into folder: authorities, server certificates, the key that signs
// service account tokens, and a kubeconfig for each component and the administrator.
func Write(folder string, c Cluster) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make certificates: %w", err)
	}
	w := writer{folder: folder, cluster: c}
	w.authorities()
	w.servers()
	w.clients()
	w.tokens()
	if w.err != nil {
		return fmt.Errorf("make certificates: %w", w.err)
	}
	return nil
}

// writer keeps the first error, so that the list of files reads as a list.
type writer struct {
	folder  string
	cluster Cluster
	ca      *Authority
	proxy   *Authority
	err     error
}

func (w *writer) authorities() {
	w.ca = w.authority("ca", "chandler-"+w.cluster.Name)
	w.proxy = w.authority("front-proxy-ca", "chandler-"+w.cluster.Name+"-front-proxy")
}

func (w *writer) servers() {
	local := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	w.pair("apiserver", w.ca, Subject{
		CommonName: "kube-apiserver",
		Names:      []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"},
		Addresses:  []netip.Addr{local, w.cluster.Address, w.cluster.Service},
	})
	w.pair("kubelet-server", w.ca, Subject{
		CommonName: "system:node:" + w.cluster.Node, Organizations: []string{"system:nodes"},
		Names: []string{w.cluster.Node}, Addresses: []netip.Addr{local, w.cluster.Address},
	})
}

func (w *writer) clients() {
	w.pair("apiserver-kubelet-client", w.ca, Subject{CommonName: "kube-apiserver-kubelet-client", Organizations: []string{"system:masters"}})
	w.pair("front-proxy-client", w.proxy, Subject{CommonName: "front-proxy-client"})
	w.kubeconfig("admin", Subject{CommonName: "chandler-admin", Organizations: []string{"system:masters"}})
	w.kubeconfig("controller-manager", Subject{CommonName: "system:kube-controller-manager"})
	w.kubeconfig("scheduler", Subject{CommonName: "system:kube-scheduler"})
	w.kubeconfig("kubelet", Subject{CommonName: "system:node:" + w.cluster.Node, Organizations: []string{"system:nodes"}})
	w.kubeconfig("kube-proxy", Subject{CommonName: "system:kube-proxy"})
}

// tokens makes the key pair that signs and checks service account tokens.
func (w *writer) tokens() {
	if w.err != nil {
		return
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		w.err = err
		return
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		w.err = err
		return
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		w.err = err
		return
	}
	w.file("sa.key", pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private}))
	w.file("sa.pub", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
}

func (w *writer) authority(name, commonName string) *Authority {
	if w.err != nil {
		return nil
	}
	a, err := NewAuthority(commonName)
	if err != nil {
		w.err = err
		return nil
	}
	w.file(name+".crt", a.Certificate)
	w.file(name+".key", a.Key)
	return a
}

func (w *writer) pair(name string, a *Authority, s Subject) Pair {
	if w.err != nil {
		return Pair{}
	}
	p, err := a.Issue(s)
	if err != nil {
		w.err = err
		return Pair{}
	}
	w.file(name+".crt", p.Certificate)
	w.file(name+".key", p.Key)
	return p
}

func (w *writer) kubeconfig(name string, s Subject) {
	p := w.pair(name, w.ca, s)
	if w.err == nil {
		w.file(name+".kubeconfig", Kubeconfig("chandler-"+w.cluster.Name, w.cluster.Server(), w.ca.Certificate, p))
	}
}

func (w *writer) file(name string, data []byte) {
	if w.err == nil {
		w.err = os.WriteFile(filepath.Join(w.folder, name), data, 0o600)
	}
}
