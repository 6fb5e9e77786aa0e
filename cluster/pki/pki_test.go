package pki

import (
	"crypto/x509"
	"encoding/pem"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
)

func written(t *testing.T) (string, Cluster) {
	t.Helper()
	c := Cluster{Name: "test", Node: "chandler-test", Address: netip.MustParseAddr("10.64.0.2"), Service: netip.MustParseAddr("10.64.16.1")}
	folder := t.TempDir()
	if err := Write(folder, c); err != nil {
		t.Fatal(err)
	}
	return folder, c
}

func certificate(t *testing.T, file string) *x509.Certificate {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(data)
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestServersAreTrustedUnderTheirNamesAndAddresses(t *testing.T) {
	folder, _ := written(t)
	pool := x509.NewCertPool()
	pool.AddCert(certificate(t, filepath.Join(folder, "ca.crt")))
	for file, names := range map[string][]string{
		"apiserver.crt":      {"10.64.0.2", "10.64.16.1", "127.0.0.1", "kubernetes.default.svc", "localhost"},
		"kubelet-server.crt": {"10.64.0.2", "chandler-test"},
	} {
		for _, name := range names {
			if _, err := certificate(t, filepath.Join(folder, file)).Verify(x509.VerifyOptions{Roots: pool, DNSName: name}); err != nil {
				t.Errorf("%s as %s: %v", file, name, err)
			}
		}
	}
}

func TestAnAuthorityHasNoExtendedKeyUsage(t *testing.T) {
	folder, _ := written(t)
	if c := certificate(t, filepath.Join(folder, "ca.crt")); len(c.ExtKeyUsage) > 0 || !c.IsCA {
		t.Errorf("usage %v, authority %v", c.ExtKeyUsage, c.IsCA)
	}
}

func TestKubeconfigsNameTheServerAndWhoTheirUserIs(t *testing.T) {
	folder, c := written(t)
	pool := x509.NewCertPool()
	pool.AddCert(certificate(t, filepath.Join(folder, "ca.crt")))
	for name, want := range map[string][2]string{
		"admin":              {"chandler-admin", "system:masters"},
		"kubelet":            {"system:node:chandler-test", "system:nodes"},
		"controller-manager": {"system:kube-controller-manager", ""},
	} {
		config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(folder, name+".kubeconfig"))
		if err != nil {
			t.Fatal(err)
		}
		if config.Host != c.Server() {
			t.Errorf("%s goes to %s", name, config.Host)
		}
		block, _ := pem.Decode(config.CertData)
		user, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if user.Subject.CommonName != want[0] || (want[1] != "" && user.Subject.Organization[0] != want[1]) {
			t.Errorf("%s is %v", name, user.Subject)
		}
		if _, err := user.Verify(x509.VerifyOptions{Roots: pool, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNobodyElseMayReadTheKeys(t *testing.T) {
	folder, _ := written(t)
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f.Name(), info.Mode(), err)
		}
	}
}
