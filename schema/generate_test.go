package schema

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// seeded is randomness that a test can repeat.
func seeded(seed uint64) io.Reader {
	return mathrand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), byte(seed >> 24)})
}

func TestPasswordsFollowTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := PasswordRules{
			Length:         rapid.Int64Range(minPasswordLength, 64).Draw(t, "length"),
			IncludeSymbols: rapid.Bool().Draw(t, "symbols"),
			Base64:         rapid.Bool().Draw(t, "base64"),
		}
		password, err := generatePassword(rules, seeded(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			t.Fatal(err)
		}
		if rules.Base64 {
			decoded, err := base64.StdEncoding.DecodeString(password)
			if err != nil {
				t.Fatal(err)
			}
			password = string(decoded)
		}
		alphabet := upperLetters + lowerLetters + digits
		if rules.IncludeSymbols {
			alphabet += symbols
		}
		switch {
		case int64(len(password)) != rules.Length:
			t.Fatalf("%d characters instead of %d", len(password), rules.Length)
		case strings.Trim(password, alphabet) != "":
			t.Fatalf("%q has characters from outside of the alphabet", password)
		case strings.IndexByte(upperLetters+lowerLetters, password[0]) < 0:
			t.Fatalf("%q does not begin with a letter", password)
		case !strings.ContainsAny(password, upperLetters), !strings.ContainsAny(password, lowerLetters), !strings.ContainsAny(password, digits):
			t.Fatalf("%q lacks a kind of character", password)
		case rules.IncludeSymbols != strings.ContainsAny(password, symbols):
			t.Fatalf("%q and its symbols", password)
		}
	})
}

func TestEveryCharacterIsDrawnEquallyOften(t *testing.T) {
	const alphabet, draws = upperLetters + lowerLetters + digits, 57 * 2000
	counts := map[byte]int{}
	random := seeded(1)
	for range draws {
		c, err := draw(alphabet, random)
		if err != nil {
			t.Fatal(err)
		}
		counts[c]++
	}
	expected := draws / len(alphabet)
	for i := range len(alphabet) { // five standard deviations of a binomial count are about 5*sqrt(expected)
		if n := counts[alphabet[i]]; n < expected-5*45 || n > expected+5*45 {
			t.Errorf("%c was drawn %d times, expected about %d", alphabet[i], n, expected)
		}
	}
}

func TestPasswordsAreRefusedWhenTheSourceIsNotRandom(t *testing.T) {
	for name, source := range map[string]io.Reader{
		"always zero": zeros{0}, "always 255": zeros{255}, "empty": bytes.NewReader(nil),
	} {
		if password, err := generatePassword(PasswordRules{Length: 10}, source); err == nil {
			t.Errorf("%s: got %q", name, password)
		}
	}
}

type zeros struct{ b byte }

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = z.b
	}
	return len(p), nil
}

func TestAGeneratedCertificateServesTheAppsServices(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		details string
		key     x509.PublicKeyAlgorithm
		usage   x509.KeyUsage
	}{
		{"", x509.RSA, x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageKeyEncipherment},
		{"privateKeyAlgorithm: RSA", x509.RSA, x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageKeyEncipherment},
		{"privateKeyAlgorithm: ECDSA", x509.ECDSA, x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign},
	} {
		t.Run(c.details, func(t *testing.T) {
			certificate := generatedCertificate(t, c.details, now)
			if certificate.Version != 3 || certificate.PublicKeyAlgorithm != c.key || certificate.KeyUsage != c.usage {
				t.Errorf("X.509 v%d with a key of %s for usages %b", certificate.Version, certificate.PublicKeyAlgorithm, certificate.KeyUsage)
			}
			roots := x509.NewCertPool()
			roots.AddCert(certificate)
			for _, host := range []string{"web", "localhost", "127.0.0.1", "web-svc.shop.svc", "web-svc.shop.svc.cluster.local"} {
				if _, err := certificate.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, CurrentTime: now.AddDate(0, 11, 0)}); err != nil {
					t.Errorf("%s: %v", host, err)
				}
			}
			if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now.AddDate(1, 0, 2)}); err == nil {
				t.Error("the certificate is valid for more than a year")
			}
		})
	}
}

// generatedCertificate makes the certificate of the app web in the namespace shop, and holds its key to its form.
func generatedCertificate(t *testing.T, details string, now time.Time) *x509.Certificate {
	t.Helper()
	s := mustParse(t, v1(`  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  cert: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE, tlsCertificate: {`+details+`}}}
`))
	values, err := Resolve(s, map[string]any{"name": "web", "namespace": "shop"}, Environment{Rand: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	var pair keyPair
	if err := json.Unmarshal([]byte(values["cert"].(string)), &pair); err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(pair.PrivateKey))
	if _, err := x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
		t.Error(err)
	}
	loaded, err := tls.X509KeyPair([]byte(pair.Certificate), []byte(pair.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	return loaded.Leaf
}

func TestResolvingTwiceChangesNothing(t *testing.T) {
	s := mustParse(t, v2(`properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD}}
  size: {type: integer, default: 3}
  ratio: {type: number, default: 0.5}
  uid: {type: string, x-google-marketplace: {type: APPLICATION_UID, applicationUid: {generatedProperties: {createApplicationBoolean: create}}}}
`))
	rapid.Check(t, func(t *rapid.T) {
		given := map[string]any{ImageRepoPrefixKey: "r.io/a", "name": rapid.String().Draw(t, "name")}
		if rapid.Bool().Draw(t, "with size") {
			given["size"] = rapid.Int64().Draw(t, "size")
		}
		if rapid.Bool().Draw(t, "with ratio") {
			given["ratio"] = rapid.Float64().Draw(t, "ratio")
		}
		first, err := Resolve(s, given, testEnvironment())
		if err != nil {
			t.Fatal(err)
		}
		again := map[string]any{ImageRepoPrefixKey: "r.io/a"}
		for name, v := range first {
			if s.Property(name) != nil { // generated ones are not given
				again[name] = v
			}
		}
		second, err := Resolve(s, again, testEnvironment())
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range first {
			if second[name] != v {
				t.Fatalf("%s was %v and became %v", name, v, second[name])
			}
		}
		if len(first) != len(second) {
			t.Fatalf("%d values became %d", len(first), len(second))
		}
	})
}
