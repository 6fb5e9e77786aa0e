package schema

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"time"
)

const (
	certificateBits     = 2048
	certificateValidity = 365 * 24 * time.Hour
	// clockSkew makes a new certificate valid on machines whose clocks are late.
	clockSkew = time.Hour
)

// keyPair is the value of a TLS_CERTIFICATE.
type keyPair struct {
	PrivateKey  string `json:"private_key"`
	Certificate string `json:"certificate"`
}

// generateCertificate makes a self-signed X.509 v3 certificate for a server, for a year.
func generateCertificate(algorithm KeyAlgorithm, env Environment) (string, error) {
	if env.Now.IsZero() {
		return "", errors.New("a certificate needs to know the time")
	}
	key, err := generateKey(algorithm)
	if err != nil {
		return "", fmt.Errorf("generate a key: %w", err)
	}
	template := certificateTemplate(env)
	if algorithm == RSA {
		template.KeyUsage |= x509.KeyUsageKeyEncipherment // a key of ECDSA can only sign
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return "", fmt.Errorf("create a certificate: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", fmt.Errorf("encode a key: %w", err)
	}
	text, err := json.Marshal(keyPair{PrivateKey: pemText("PRIVATE KEY", private), Certificate: pemText("CERTIFICATE", certificate)})
	return string(text), err
}

func generateKey(algorithm KeyAlgorithm) (crypto.Signer, error) {
	if algorithm == ECDSA {
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	return rsa.GenerateKey(rand.Reader, certificateBits)
}

func certificateTemplate(env Environment) *x509.Certificate {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "Temporary Certificate", Organization: []string{"Chandler"}},
		NotBefore:             env.Now.Add(-clockSkew),
		NotAfter:              env.Now.Add(certificateValidity),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true, // so that it can be put into a client's list of trusted certificates
	}
	names := env.CertificateNames
	if len(names) == 0 {
		names = CertificateNames("", "")
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
			continue
		}
		template.DNSNames = append(template.DNSNames, name)
	}
	return template
}

func pemText(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
