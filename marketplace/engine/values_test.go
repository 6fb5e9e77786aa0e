package engine

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/schema"
)

// appSchema is that of testdata/app, with a certificate beside its password and its token.
func appSchema(t *testing.T) *schema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/app/schema.yaml")
	if err != nil {
		t.Fatal(err)
	}
	certificate := "properties:\n  certificate: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE, tlsCertificate: {}}}\n"
	s, err := schema.Parse("schema.yaml", []byte(strings.Replace(string(data), "properties:\n", certificate, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSecretsAreShownAsKeptAndComeBackAsTheyWere(t *testing.T) {
	s := appSchema(t)
	before := map[string]any{"token": "t0ken", "password": "cGFzcw==", "certificate": "{}", "greeting": "hello"}
	shown := Mask(s, before)
	want := map[string]any{"token": domain.Kept, "password": domain.Kept, "certificate": domain.Kept, "greeting": "hello"}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	shown["greeting"] = "good day"
	meant := Unmask(s, shown, before)
	want = map[string]any{"token": "t0ken", "password": "cGFzcw==", "certificate": "{}", "greeting": "good day"}
	if diff := cmp.Diff(want, meant); diff != "" {
		t.Errorf("meant (-want +got):\n%s", diff)
	}
}

func TestWhatIsMeantByValues(t *testing.T) {
	s := appSchema(t)
	for name, c := range map[string]struct{ values, earlier, want map[string]any }{
		"a new secret":                      {map[string]any{"token": "new"}, map[string]any{"token": "old"}, map[string]any{"token": "new"}},
		"kept, where there was none":        {map[string]any{"token": domain.Kept}, nil, map[string]any{}},
		"the word in what is not secret":    {map[string]any{"greeting": domain.Kept}, map[string]any{"greeting": "x"}, map[string]any{"greeting": domain.Kept}},
		"a secret that is not sent is none": {map[string]any{}, map[string]any{"token": "old"}, map[string]any{}},
		"nothing":                           {nil, nil, nil},
	} {
		if diff := cmp.Diff(c.want, Unmask(s, c.values, c.earlier)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if shown := Mask(s, map[string]any{"token": "", "greeting": "hello"}); shown["token"] != "" {
		t.Errorf("a secret that is empty is shown as %q", shown["token"])
	}
}

func TestSecretsAreTakenOutOfWords(t *testing.T) {
	key := "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n"
	r := redactorFor(appSchema(t), map[string]any{"token": "s3cret-token", "greeting": "hello", "password": "aHVudGVyLTQy", "certificate": key}, nil)
	for _, word := range []string{"s3cret-token", "czNjcmV0LXRva2Vu", "aHVudGVyLTQy", "hunter-42", "kqhkiG9w0BAQEF", key} {
		if got := r.text("hello, " + word + " is wrong"); strings.Contains(got, word) || !strings.HasPrefix(got, "hello, ") || !strings.HasSuffix(got, " is wrong") {
			t.Errorf("%q became %q", word, got)
		}
	}
	f := r.failure(&event.Failure{Message: "m s3cret-token", Hint: "h s3cret-token", Reason: "r s3cret-token", Log: []string{"l s3cret-token"}})
	if text := fmt.Sprint(*f); strings.Count(text, redact.Hidden) != 4 || strings.Contains(text, "s3cret") {
		t.Errorf("the failure is %s", text)
	}
	if r.failure(nil) != nil {
		t.Error("no failure became one")
	}
}
