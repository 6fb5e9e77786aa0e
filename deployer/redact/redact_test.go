package redact

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/schema"
)

const text = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: First.}
  images: {}
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  masked: {type: string, x-google-marketplace: {type: MASKED_FIELD}}
  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD}}
  certificate: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE}}
  host: {type: string, default: www.example.com}
  kind: {type: string, enum: [LoadBalancer, ClusterIP]}
  note: {type: string}
required: [name, namespace]
`

func parsed(t *testing.T) *schema.Schema {
	t.Helper()
	s, err := schema.Parse("schema.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nBAQEFAASCBKcwggSjAgEAAoIB\n-----END PRIVATE KEY-----\n"

func given(t *testing.T) map[string]any {
	t.Helper()
	pair, err := json.Marshal(map[string]string{"private_key": key, "certificate": "none"})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{"name": "my-own-app", "namespace": "shop", "masked": "mask-4711-secret", "password": "aHVudGVyLTQy",
		"certificate": string(pair), "host": "www.example.com", "kind": "LoadBalancer", "note": "line one\nsecond line of it"}
}

func base(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestASecretIsTakenOutInEveryFormItMayBeSaid(t *testing.T) {
	r := Given(parsed(t), given(t))
	for _, said := range []string{
		"mask-4711-secret", base("mask-4711-secret"), base("user:mask-4711-secret"), base("u:mask-4711-secret"), "ask-4711-sec", "mask-471…",
		"aHVudGVyLTQy", "hunter-42", "MIIEvQIBADANBgkqhkiG9w0", key, base(key), given(t)["certificate"].(string), "gSjAgEAA",
	} {
		got := r.Text("hello, " + said + " is wrong")
		for i := 0; i+8 <= len(said); i++ {
			if part := said[i : i+8]; strings.ContainsAny(part, "0123456789") && !strings.HasPrefix(part, "dXNlcjpt") && !strings.HasPrefix(part, "dTpt") && strings.Contains(got, part) {
				t.Errorf("%q became %q, which has %q", said, got, part)
			}
		}
		if !strings.HasPrefix(got, "hello, ") || !strings.HasSuffix(got, " is wrong") || !strings.Contains(got, Hidden) {
			t.Errorf("%q became %q", said, got)
		}
	}
}

func TestATextThatWasGivenIsReplacedByTheNameOfItsParameter(t *testing.T) {
	r := Given(parsed(t), given(t))
	for said, want := range map[string]string{
		"Invalid value: second line of it.":                             "Invalid value: (value of note).",
		"my-own-app in shop at www.example.com is no LoadBalancer at 1": "my-own-app in shop at www.example.com is no LoadBalancer at 1",
		"the secret's mask is a password":                               "the secret's mask is a password",
	} {
		if got := r.Text(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
	if got := Secrets(parsed(t), given(t)).Text("second line of it, hunter-42"); got != "second line of it, (hidden)" {
		t.Errorf("secrets alone: %q", got)
	}
}

func TestAFailureIsToldWithoutValues(t *testing.T) {
	r := Given(parsed(t), given(t))
	f := &event.Failure{Message: "m hunter-42", Hint: "h hunter-42", Reason: "r hunter-42", Log: []string{"l hunter-42"}}
	if got := fmt.Sprint(*r.Failure(f)); strings.Count(got, Hidden) != 4 || strings.Contains(got, "hunter") {
		t.Errorf("the failure is %s", got)
	}
	if f.Log[0] != "l hunter-42" {
		t.Error("the failure itself was changed")
	}
	if r.Failure(nil) != nil {
		t.Error("no failure became one")
	}
	var none *Redactor
	if none.Text("x") != "x" {
		t.Error("no redactor takes out something")
	}
}
