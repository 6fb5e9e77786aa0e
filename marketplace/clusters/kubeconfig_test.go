package clusters

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"
)

// pair makes a certificate and its key, as base64 of PEM.
func pair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text := func(kind string, data []byte) string {
		return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}))
	}
	return text("CERTIFICATE", der), text("PRIVATE KEY", raw)
}

// config writes a kubeconfig with one cluster and one user, whose fields are given as lines.
func config(cluster, user string) string {
	indent := func(lines string) string { return strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n    ") }
	return `apiVersion: v1
kind: Config
current-context: main
contexts:
- name: main
  context: {cluster: main, user: admin}
clusters:
- name: main
  cluster:
    ` + indent(cluster) + `
users:
- name: admin
  user:
    ` + indent(user) + "\n"
}

const (
	server = "server: https://cluster.example.com:6443"
	token  = "token: abc"
)

func TestAHostileKubeconfigIsRefusedWithTheFieldAndTheCure(t *testing.T) {
	certificate, key := pair(t)
	_, other := pair(t)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a program":                    {config(server, "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh}"), []string{`user "admin"`, "exec", "token"}},
		"a program, without its name":  {config(server, "exec: {}"), []string{"exec"}},
		"a plug-in":                    {config(server, "auth-provider: {name: gcp}"), []string{"auth-provider", "token"}},
		"a file with the authority":    {config(server+"\ncertificate-authority: /etc/shadow", token), []string{`cluster "main"`, "certificate-authority ", "certificate-authority-data"}},
		"a file with a certificate":    {config(server, "client-certificate: /etc/shadow"), []string{"client-certificate ", "client-certificate-data"}},
		"a file with a key":            {config(server, "client-key: ../key"), []string{"client-key ", "client-key-data"}},
		"a file with a token":          {config(server, "tokenFile: /var/run/secrets/token"), []string{"tokenFile", "token"}},
		"a file beside the token":      {config(server, token+"\ntokenFile: /x"), []string{"tokenFile"}},
		"a proxy":                      {config(server+"\nproxy-url: http://evil.example.com", token), []string{"proxy-url", "itself"}},
		"no check of the certificate":  {config(server+"\ninsecure-skip-tls-verify: true", token), []string{"insecure-skip-tls-verify", "certificate-authority-data"}},
		"http":                         {config("server: http://cluster.example.com", token), []string{"server", "https"}},
		"another scheme":               {config("server: file:///etc/passwd", token), []string{"server", "https://HOST:PORT"}},
		"no server":                    {config("tls-server-name: x", token), []string{"server is empty"}},
		"a server with a password":     {config("server: https://a:b@cluster.example.com", token), []string{"server", "user's entry"}},
		"another user":                 {config(server, token+"\nas: system:admin"), []string{"as is set", "impersonates"}},
		"other groups":                 {config(server, token+"\nas-groups: ['system:masters']"), []string{"as is set"}},
		"no credentials":               {config(server, "{}"), []string{"no credentials", "token"}},
		"a token with a header in it":  {config(server, `token: "abc\r\nImpersonate-User: admin"`), []string{"token", "white space"}},
		"data that is not base64":      {config(server+"\ncertificate-authority-data: '%%%'", token), []string{"certificate-authority-data", "base64"}},
		"an authority that is none":    {config(server+"\ncertificate-authority-data: aGVsbG8=", token), []string{"certificate-authority-data", "PEM"}},
		"a certificate without key":    {config(server, "client-certificate-data: "+certificate), []string{"client-key-data", "pair"}},
		"a key of another certificate": {config(server, "client-certificate-data: "+certificate+"\nclient-key-data: "+other), []string{"client-key-data", "pair"}},
		"several contexts": {strings.NewReplacer("current-context: main\n", "", "contexts:\n", "contexts:\n- name: other\n  context: {cluster: main, user: admin}\n").
			Replace(config(server, token)), []string{"current-context", "2 contexts"}},
		"a context that is not there": {strings.Replace(config(server, token), "current-context: main", "current-context: gone", 1), []string{"contexts", `"gone"`}},
		"a cluster that is not there": {strings.Replace(config(server, token), "cluster: main", "cluster: gone", 1), []string{"clusters", `"gone"`}},
		"a user that is not there":    {strings.Replace(config(server, token), "user: admin", "user: gone", 1), []string{"users", `"gone"`}},
		"two users of one name":       {config(server, token) + "- name: admin\n  user: {token: other}\n", []string{"users", "2 entries", "keep one"}},
		"no contexts":                 {"apiVersion: v1\nkind: Config\n", []string{"contexts is empty", "--minify"}},
		"another kind":                {"apiVersion: v1\nkind: Secret\n", []string{"kind is Secret"}},
		"no YAML":                     {"apiVersion: v1\nkind: [\n", []string{"line 2", "not YAML"}},
		"a field of another type":     {config(server, "token: [a, b]"), []string{"users.user.token", "array"}},
		"nothing":                     {"", []string{"contexts is empty"}},
		"aliases without end":         {"a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\n", []string{"cannot be read"}},
		"too much":                    {config(server, token) + strings.Repeat("# more\n", 50000), []string{"bytes", "262144"}},
	} {
		t.Run(name, func(t *testing.T) {
			k, err := CheckKubeconfig([]byte(c.text))
			if err == nil {
				t.Fatalf("it was taken: %+v", k)
			}
			for _, word := range c.want {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("the error lacks %q: %v", word, err)
				}
			}
			if strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "struct") {
				t.Errorf("the error tells too much: %v", err)
			}
		})
	}
}

func TestAKubeconfigIsTakenWithNothingButWhatIsUsed(t *testing.T) {
	certificate, key := pair(t)
	for name, c := range map[string]struct {
		text     string
		allowed  []Allowance
		insecure bool
	}{
		"a token":                        {config(server+"\ncertificate-authority-data: "+certificate, token), nil, false},
		"a certificate":                  {config(server, "client-certificate-data: "+certificate+"\nclient-key-data: "+key), nil, false},
		"the only context":               {strings.Replace(config(server, token), "current-context: main\n", "", 1), nil, false},
		"no check, expressly":            {config(server+"\ninsecure-skip-tls-verify: true", token), []Allowance{AllowInsecure}, true},
		"a program of somebody else":     {config(server, token) + "- name: other\n  user: {exec: {command: /bin/sh}}\n", nil, false},
		"JSON, and fields of other uses": {`{"kind": "Config", "preferences": {}, "contexts": [{"name": "main", "context": {"cluster": "c", "user": "u", "namespace": "n"}}], "clusters": [{"name": "c", "cluster": {"server": "https://x"}}], "users": [{"name": "u", "user": {"username": "a", "password": "b"}}]}`, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			k, err := CheckKubeconfig([]byte(c.text), c.allowed...)
			if err != nil {
				t.Fatal(err)
			}
			if k.Context != "main" || !strings.HasPrefix(k.Server, "https://") || k.Insecure != c.insecure {
				t.Errorf("read as %+v", k)
			}
			if strings.Contains(string(k.Bytes()), "exec") {
				t.Errorf("it keeps what is not used:\n%s", k.Bytes())
			}
			again, err := CheckKubeconfig(k.Bytes(), c.allowed...)
			if err != nil || again.Server != k.Server || string(again.Bytes()) != string(k.Bytes()) {
				t.Errorf("what is kept is read as %+v (%v)", again, err)
			}
			cluster, err := Connect(k)
			if err != nil {
				t.Fatal(err)
			}
			cluster.Close()
		})
	}
}
