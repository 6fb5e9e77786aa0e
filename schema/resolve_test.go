package schema

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testEnvironment() Environment {
	return Environment{ApplicationUID: "uid-1", Rand: rand.Reader, Now: time.Unix(1_700_000_000, 0)}
}

// typed gives a line that declares property a with an extended type.
func typed(kind, rest string) string {
	return "  a: {type: " + kind + ", x-google-marketplace: {" + rest + "}}\n"
}

func TestResolveGivesEachPropertyItsValue(t *testing.T) {
	const prefix = "reg.example:5000/apps/web"
	images := strings.Replace(v2(""), "images: {}", `images:
    '':
      properties:
        full: {type: FULL}
        registry: {type: REGISTRY}
        repo: {type: REPO_WITH_REGISTRY}
        path: {type: REPO_WITHOUT_REGISTRY}
        tag: {type: TAG}
    init:
      properties: {init: {type: FULL}}`, 1)
	for _, c := range []struct {
		name, yaml string
		given      map[string]any
		want       Values
	}{
		{"default", v1("  a: {type: integer, default: 3}\n"), nil, Values{"a": int64(3)}},
		{"given over default", v1("  a: {type: integer, default: 3}\n"), map[string]any{"a": 4}, Values{"a": int64(4)}},
		{"null is not given", v1("  a: {type: integer, default: 3}\n"), map[string]any{"a": nil}, Values{"a": int64(3)}},
		{"neither", v1("  a: {type: integer}\n"), nil, Values{}},
		{"empty text is a value", v1("  a: {type: string, default: ''}\nrequired: [a]\n"), nil, Values{"a": ""}},
		{"false is a value", v1("  a: {type: boolean, default: false}\nrequired: [a]\n"), nil, Values{"a": false}},
		{"int is integer", v1("  a: {type: int, default: 3}\n"), nil, Values{"a": int64(3)}},
		{"JSON has floats only", v1("  a: {type: integer}\n"), map[string]any{"a": 5.0}, Values{"a": int64(5)}},
		{"integer for a number", v1("  a: {type: number}\n"), map[string]any{"a": 5}, Values{"a": 5.0}},
		{"JSON number", v1("  a: {type: number}\n"), map[string]any{"a": json.Number("1.5")}, Values{"a": 1.5}},
		{"boolean for an integer", v1("  a: {type: integer}\n"), map[string]any{"a": true}, Values{"a": true}},

		{"application uid", v1(typed("string", "type: APPLICATION_UID, applicationUid: {generatedProperties: {createApplicationBoolean: create}}")), nil, Values{"a": "uid-1", "create": false}},
		{"no application uid", v1(typed("string", "type: APPLICATION_UID, applicationUid: {generatedProperties: {createApplicationBoolean: create}}")), map[string]any{"a": ""}, Values{"a": "", "create": true}},
		{"istio", v1(typed("boolean", "type: ISTIO_ENABLED")), nil, Values{"a": false}},
		{"ingress", v1(typed("boolean", "type: INGRESS_AVAILABLE")), nil, Values{"a": true}},
		{"deployer image of v1", v1(typed("string", "type: DEPLOYER_IMAGE")), nil, Values{}},
		{"deployer image of v2", v2("properties:\n" + typed("string", "type: DEPLOYER_IMAGE")), map[string]any{ImageRepoPrefixKey: "r.io/x"}, Values{"a": "r.io/x/deployer:1.2.3"}},
		{"text in base64", v1(typed("string", "type: STRING, string: {generatedProperties: {base64Encoded: b}}")), map[string]any{"a": "tést"}, Values{"a": "tést", "b": "dMOpc3Q="}},
		{"certificate taken apart", v1(typed("string", "type: TLS_CERTIFICATE, tlsCertificate: {generatedProperties: {base64EncodedPrivateKey: k, base64EncodedCertificate: c}}")),
			map[string]any{"a": `{"private_key":"key","certificate":"crt"}`}, Values{"a": `{"private_key":"key","certificate":"crt"}`, "k": "a2V5", "c": "Y3J0"}},

		{"images of v2", images, map[string]any{ImageRepoPrefixKey: prefix}, Values{
			"full": prefix + ":1.2.3", "registry": "reg.example:5000", "repo": prefix, "path": "apps/web", "tag": "1.2.3", "init": prefix + "/init:1.2.3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Resolve(mustParse(t, c.yaml), c.given, testEnvironment())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestImagesOfV1AreSplitSoThatTheirPartsMakeThemAgain(t *testing.T) {
	s := mustParse(t, v1(`  a:
    type: string
    default: gcr.io/app:1
    x-google-marketplace:
      type: IMAGE
      image:
        generatedProperties:
          splitByColon: {before: before, after: after}
          splitToRegistryRepoTag: {registry: registry, repo: repo, tag: tag}
`))
	for image, want := range map[string]Values{
		"gcr.io/foo/bar:baz":            {"before": "gcr.io/foo/bar", "after": "baz", "registry": "gcr.io", "repo": "foo/bar", "tag": "baz"},
		"localhost:5000/bar:1":          {"before": "localhost:5000/bar", "after": "1", "registry": "localhost:5000", "repo": "bar", "tag": "1"},
		"gcr.io/bar@sha256:0a1b":        {"before": "gcr.io/bar@sha256", "after": "0a1b", "registry": "gcr.io", "repo": "bar@sha256", "tag": "0a1b"},
		"us-docker.pkg.dev/p/r/bar:1.0": {"before": "us-docker.pkg.dev/p/r/bar", "after": "1.0", "registry": "us-docker.pkg.dev", "repo": "p/r/bar", "tag": "1.0"},
	} {
		got, err := Resolve(s, map[string]any{"a": image}, testEnvironment())
		if err != nil {
			t.Fatal(err)
		}
		want["a"] = image
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", image, diff)
		}
	}
}

func TestResolveRefusesWhatCannotBeAValue(t *testing.T) {
	split := strings.Replace(typed("string", "type: IMAGE, image: {generatedProperties: {splitToRegistryRepoTag: {registry: r, repo: p, tag: t}}}"), "type: string,", "type: string, default: gcr.io/a:1,", 1)
	for _, c := range []struct {
		name, yaml string
		given      map[string]any
		want       string
	}{
		{"required without value", v1("  a: {type: string}\nrequired: [a]\n"), nil, "3:3 CH162"},
		{"several at once", v1("  a: {type: string}\n  b: {type: integer}\nrequired: [a]\n"), map[string]any{"b": "x"}, "3:3 CH162,4:3 CH161"},
		{"unknown property", v1("  a: {type: string}\n"), map[string]any{"b": 1}, "0:0 CH160"},
		{"wrong type", v1("  a: {type: string}\n"), map[string]any{"a": 1}, "3:3 CH161"},
		{"a list", v1("  a: {type: string}\n"), map[string]any{"a": []any{"x"}}, "3:3 CH161"},
		{"default of the wrong type once it is needed", v1("  a: {type: string, default: 0}\n"), nil, "3:3 CH161"},
		{"no image prefix", v2(""), nil, "0:0 CH164"},
		{"image prefix without registry", strings.Replace(v2(""), "images: {}", "images: {'': {}}", 1), map[string]any{ImageRepoPrefixKey: "web"}, "0:0 CH164"},
		{"generated and declared", v1("  b: {type: string, default: x}\n" + typed("string", "type: STRING, string: {generatedProperties: {base64Encoded: b}}")), map[string]any{"a": "x"}, "4:3 CH163"},
		{"image without tag", v1(split), map[string]any{"a": "gcr.io/a"}, "3:3 CH165"},
		{"image without registry", v1(split), map[string]any{"a": "a:1"}, "3:3 CH165"},
		{"certificate that is not JSON", v1(typed("string", "type: TLS_CERTIFICATE, tlsCertificate: {generatedProperties: {base64EncodedCertificate: c}}")), map[string]any{"a": "PEM"}, "3:3 CH166"},
		{"password too short to generate", v1(typed("string", "type: GENERATED_PASSWORD, generatedPassword: {length: 5}")), nil, "3:3 CH167"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Resolve(mustParse(t, c.yaml), c.given, testEnvironment())
			if got := places(t, err); got != c.want {
				t.Errorf("got %q, want %q\n%v", got, c.want, err)
			}
		})
	}
}

func TestMissingValueNamesParameterPlaceAndRemedy(t *testing.T) {
	s := mustParse(t, v1("  admin.email: {type: string}\nrequired: [admin.email]\n"))
	_, err := Resolve(s, nil, testEnvironment())
	const want = "schema.yaml:3:3: CH162: no value for required property admin.email (give a value for it in the parameters, or add a default in schema.yaml)"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestNoMessageHasAGivenValueInIt(t *testing.T) {
	const secret = "s3cr3t"
	s := mustParse(t, v1("  a: {type: integer}\n  b: {type: boolean}\n"))
	_, err := Resolve(s, map[string]any{"a": secret, "b": secret}, testEnvironment())
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("the message: %v", err)
	}
	for _, yaml := range []string{"a: *s3cr3t", "a: !s3cr3t x", "a: @s3cr3t", "s3cr3t", "a: 's3cr3t", "a: [s3cr3t\nb: 1"} {
		if _, err := ParseValues("values.yaml", []byte(yaml)); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("the message for %q: %v", yaml, err)
		}
	}
}

func TestGeneratedValuesNeedRandomnessAndClock(t *testing.T) {
	password := mustParse(t, v1(typed("string", "type: GENERATED_PASSWORD")))
	certificate := mustParse(t, v1(typed("string", "type: TLS_CERTIFICATE")))
	var ps Problems
	if _, err := Resolve(password, nil, Environment{}); !errors.As(err, &ps) || !ps.Has(CodeGenerate) {
		t.Errorf("without randomness: %v", err)
	}
	if _, err := Resolve(certificate, nil, Environment{}); !errors.As(err, &ps) || !ps.Has(CodeGenerate) {
		t.Errorf("without clock: %v", err)
	}
}

func TestDottedNamesAreNestedUnlessTheyCollide(t *testing.T) {
	got, err := Values{"a.b": "x", "a.c.d": int64(1), "e": true}.Nested()
	want := map[string]any{"a": map[string]any{"b": "x", "c": map[string]any{"d": int64(1)}}, "e": true}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	var ps Problems
	if _, err := (Values{"a": "x", "a.b": "y"}).Nested(); !errors.As(err, &ps) || !ps.Has(CodeNestedNameCollision) {
		t.Errorf("a and a.b: %v", err)
	}
}

func TestTextIsSpelledAsPythonSpellsIt(t *testing.T) {
	for value, want := range map[any]string{
		true: "True", false: "False", "x": "x", int64(-3): "-3",
		1.0: "1.0", 0.5: "0.5", 1e16: "1e+16", 1e15: "1000000000000000.0", 1e-5: "1e-05", 0.0001: "0.0001", 1.5e300: "1.5e+300",
	} {
		if got := (Values{"a": value}).Text()["a"]; got != want {
			t.Errorf("%v is written %q, want %q", value, got, want)
		}
	}
}
