package clusters

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"k8s.io/client-go/rest"
)

// check makes a configuration out of what was chosen, and refuses what reaches outside of the kubeconfig.
func (c *chosen) check(allowed []Allowance) (*rest.Config, error) {
	config := &rest.Config{}
	if err := c.checkServer(config, slices.Contains(allowed, AllowInsecure)); err != nil {
		return nil, fmt.Errorf("cluster %q: %w", c.cluster.Name, err)
	}
	if err := c.user.User.refuse(); err != nil {
		return nil, fmt.Errorf("user %q: %w", c.user.Name, err)
	}
	if err := c.user.User.credentials(config); err != nil {
		return nil, fmt.Errorf("user %q: %w", c.user.Name, err)
	}
	return config, nil
}

func (c *chosen) checkServer(config *rest.Config, insecure bool) error {
	cluster := c.cluster.Cluster
	u, err := url.Parse(cluster.Server)
	switch {
	case cluster.Server == "":
		return errors.New("server is empty: give the address of the API server, https://HOST:PORT")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("server %q is not an address: write https://HOST:PORT", cluster.Server)
	case u.User != nil:
		return errors.New("server has a user name in it: put credentials into the user's entry")
	case u.Scheme == "http" && !insecure:
		return errors.New("server begins with http, so that credentials would travel in the open: use https")
	case cluster.CertificateAuthority != "":
		return filePath("certificate-authority", "certificate-authority-data")
	case cluster.ProxyURL != "":
		return errors.New("proxy-url is set, which is not followed: give the address of the API server itself")
	case cluster.InsecureSkipTLSVerify && !insecure:
		return errors.New("insecure-skip-tls-verify is true, so that anybody could pose as the cluster: give its certificate-authority-data, or allow it expressly")
	}
	config.Host = cluster.Server
	config.ServerName = cluster.TLSServerName
	if config.Insecure = cluster.InsecureSkipTLSVerify; config.Insecure {
		return nil
	}
	if config.CAData, err = decode("certificate-authority-data", cluster.CertificateAuthorityData); err != nil {
		return err
	}
	if len(config.CAData) > 0 && !x509.NewCertPool().AppendCertsFromPEM(config.CAData) {
		return errors.New("certificate-authority-data has no certificate in it: give a PEM text, encoded as base64")
	}
	return nil
}

// refuse refuses programs, files and other users.
func (u *fileUser) refuse() error {
	switch {
	case u.Exec != nil:
		return errors.New("exec is set: programs are not run for credentials; give the token of a ServiceAccount, or a client certificate")
	case u.AuthProvider != nil:
		return errors.New("auth-provider is set, which is not followed; give the token of a ServiceAccount, or a client certificate")
	case u.ClientCertificate != "":
		return filePath("client-certificate", "client-certificate-data")
	case u.ClientKey != "":
		return filePath("client-key", "client-key-data")
	case u.TokenFile != "":
		return filePath("tokenFile", "token")
	case u.As != "" || u.AsUID != "" || len(u.AsGroups) > 0 || len(u.AsUserExtra) > 0:
		return errors.New("as is set: the store impersonates its own users; give credentials that may do so")
	}
	return nil
}

func filePath(field, instead string) error {
	return fmt.Errorf("%s names a file, which is not here: put its content into %s, as kubectl config view --raw --flatten does", field, instead)
}

// credentials reads the user's token, password or certificate.
func (u *fileUser) credentials(config *rest.Config) error {
	config.BearerToken, config.Username, config.Password = u.Token, u.Username, u.Password
	if strings.ContainsAny(u.Token, " \t\r\n") {
		return errors.New("token has white space in it: copy it again")
	}
	var err error
	if config.CertData, err = decode("client-certificate-data", u.ClientCertificateData); err != nil {
		return err
	}
	if config.KeyData, err = decode("client-key-data", u.ClientKeyData); err != nil {
		return err
	}
	if len(config.CertData) > 0 || len(config.KeyData) > 0 {
		if _, err := tls.X509KeyPair(config.CertData, config.KeyData); err != nil {
			return errors.New("client-certificate-data and client-key-data do not make a pair: give both as PEM texts, encoded as base64")
		}
		return nil
	}
	if u.Token == "" && u.Username == "" {
		return errors.New("it has no credentials: give a token, or client-certificate-data with client-key-data")
	}
	return nil
}

func decode(field, text string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%s is not base64: copy it again", field)
	}
	return data, nil
}
