package schema

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// madeValue stands for a value that is made anew every time.
const madeValue = "made anew"

// These give a property a of a type with its details.
const (
	imageProperty = `  a:
    type: string
    default: gcr.io/web/app:1
    x-google-marketplace:
      type: IMAGE
      image:
        generatedProperties:
          splitByColon: {before: before, after: after}
          splitToRegistryRepoTag: {registry: registry, repo: repo, tag: tag}
`
	uidProperty         = "  a: {type: string, x-google-marketplace: {type: APPLICATION_UID, applicationUid: {generatedProperties: {createApplicationBoolean: create}}}}\n"
	textProperty        = "  a: {type: string, x-google-marketplace: {type: STRING, string: {generatedProperties: {base64Encoded: b}}}}\n"
	certificateProperty = "  a: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE, tlsCertificate: {generatedProperties: {base64EncodedPrivateKey: k, base64EncodedCertificate: c}}}}\n"
	accountProperty     = "  a: {type: string, x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {description: Reads., roles: []}}}\n"
	classProperty       = "  a: {type: string, x-google-marketplace: {type: STORAGE_CLASS, storageClass: {type: SSD}}}\n"
)

func TestEveryExtendedTypeGetsItsValue(t *testing.T) {
	prefix := map[string]any{ImageRepoPrefixKey: "r.io:5000/x"}
	for _, c := range []struct {
		name, yaml string
		given      map[string]any
		want       Values
	}{
		{"NAME given", v1(typed("string", "type: NAME")), map[string]any{"a": "web"}, Values{"a": "web"}},
		{"NAMESPACE given", v1(typed("string", "type: NAMESPACE")), map[string]any{"a": "shop"}, Values{"a": "shop"}},
		{"NAMESPACE default", v1("  a: {type: string, default: shop, x-google-marketplace: {type: NAMESPACE}}\n"), nil, Values{"a": "shop"}},
		{"MASKED_FIELD given", v1(typed("string", "type: MASKED_FIELD")), map[string]any{"a": "x"}, Values{"a": "x"}},

		{"DEPLOYER_IMAGE given", v2("properties:\n" + typed("string", "type: DEPLOYER_IMAGE")), map[string]any{ImageRepoPrefixKey: "r.io/x", "a": "r.io/x/deployer@sha256:0a1b"}, Values{"a": "r.io/x/deployer@sha256:0a1b"}},
		{"DEPLOYER_IMAGE derived", v2("properties:\n" + typed("string", "type: DEPLOYER_IMAGE")), prefix, Values{"a": "r.io:5000/x/deployer:1.2.3"}},
		{"DEPLOYER_IMAGE derived over default", v2("properties:\n  a: {type: string, default: d, x-google-marketplace: {type: DEPLOYER_IMAGE}}\n"), prefix, Values{"a": "r.io:5000/x/deployer:1.2.3"}},
		{"DEPLOYER_IMAGE in v1", v1(typed("string", "type: DEPLOYER_IMAGE")), nil, Values{}},

		{"ISTIO_ENABLED", v1("  a: {type: boolean, default: true, x-google-marketplace: {type: ISTIO_ENABLED}}\n"), nil, Values{"a": false}},
		{"ISTIO_ENABLED given", v1(typed("boolean", "type: ISTIO_ENABLED")), map[string]any{"a": true}, Values{"a": true}},
		{"INGRESS_AVAILABLE", v1("  a: {type: boolean, default: false, x-google-marketplace: {type: INGRESS_AVAILABLE}}\n"), nil, Values{"a": true}},
		{"INGRESS_AVAILABLE given", v1(typed("boolean", "type: INGRESS_AVAILABLE")), map[string]any{"a": false}, Values{"a": false}},

		{"APPLICATION_UID", v1(uidProperty), nil, Values{"a": "uid-1", "create": false}},
		{"APPLICATION_UID given", v1(uidProperty), map[string]any{"a": "uid-2"}, Values{"a": "uid-2", "create": false}},
		{"APPLICATION_UID given empty", v1(uidProperty), map[string]any{"a": ""}, Values{"a": "", "create": true}},
		{"APPLICATION_UID alone", v1(typed("string", "type: APPLICATION_UID")), nil, Values{"a": "uid-1"}},

		{"IMAGE default", v1(imageProperty), nil, Values{"a": "gcr.io/web/app:1", "before": "gcr.io/web/app", "after": "1", "registry": "gcr.io", "repo": "web/app", "tag": "1"}},
		{"IMAGE given with a port", v1(imageProperty), map[string]any{"a": "r.io:5000/app:2"}, Values{"a": "r.io:5000/app:2", "before": "r.io:5000/app", "after": "2", "registry": "r.io:5000", "repo": "app", "tag": "2"}},
		{"IMAGE given with a digest", v1(imageProperty), map[string]any{"a": "r.io/a/b@sha256:0a1b"}, Values{"a": "r.io/a/b@sha256:0a1b", "before": "r.io/a/b@sha256", "after": "0a1b", "registry": "r.io", "repo": "a/b@sha256", "tag": "0a1b"}},
		{"IMAGE given with tag and digest", v1(imageProperty), map[string]any{"a": "r.io/a:1@sha256:0a1b"}, Values{"a": "r.io/a:1@sha256:0a1b", "before": "r.io/a", "after": "1@sha256:0a1b", "registry": "r.io", "repo": "a", "tag": "1@sha256:0a1b"}},
		{"IMAGE that is not split", v1("  a: {type: string, default: gcr.io/a:1, x-google-marketplace: {type: IMAGE}}\n"), map[string]any{"a": "app"}, Values{"a": "app"}},

		{"GENERATED_PASSWORD", v1(typed("string", "type: GENERATED_PASSWORD")), nil, Values{"a": madeValue}},
		{"GENERATED_PASSWORD over default", v1("  a: {type: string, default: changeme, x-google-marketplace: {type: GENERATED_PASSWORD}}\n"), nil, Values{"a": madeValue}},
		{"GENERATED_PASSWORD given", v1(typed("string", "type: GENERATED_PASSWORD")), map[string]any{"a": "x"}, Values{"a": "x"}},
		{"GENERATED_PASSWORD given empty", v1(typed("string", "type: GENERATED_PASSWORD")), map[string]any{"a": ""}, Values{"a": ""}},

		{"SERVICE_ACCOUNT given", v1(accountProperty), map[string]any{"a": "web-sa"}, Values{"a": "web-sa"}},
		{"SERVICE_ACCOUNT not given", v1(accountProperty), nil, Values{}},
		{"STORAGE_CLASS given", v1(classProperty), map[string]any{"a": "fast"}, Values{"a": "fast"}},
		{"STORAGE_CLASS not given", v1(classProperty), nil, Values{}},
		{"REPORTING_SECRET given", v1(typed("string", "type: REPORTING_SECRET, reportingSecret: {}")), map[string]any{"a": "web-reporting-secret"}, Values{"a": "web-reporting-secret"}},

		{"STRING", v1(textProperty), map[string]any{"a": "tést"}, Values{"a": "tést", "b": "dMOpc3Q="}},
		{"STRING empty", v1(textProperty), map[string]any{"a": ""}, Values{"a": "", "b": ""}},
		{"STRING without value", v1(textProperty), nil, Values{}},
		{"STRING alone", v1(typed("string", "type: STRING")), map[string]any{"a": "x"}, Values{"a": "x"}},

		{"TLS_CERTIFICATE", v1(certificateProperty), nil, Values{"a": madeValue, "k": madeValue, "c": madeValue}},
		{"TLS_CERTIFICATE given", v1(certificateProperty), map[string]any{"a": `{"private_key":"key","certificate":"crt"}`}, Values{"a": `{"private_key":"key","certificate":"crt"}`, "k": "a2V5", "c": "Y3J0"}},
		{"TLS_CERTIFICATE that is not taken apart", v1(typed("string", "type: TLS_CERTIFICATE")), map[string]any{"a": "PEM"}, Values{"a": "PEM"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Resolve(mustParse(t, c.yaml), c.given, testEnvironment())
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range c.want {
				if want == madeValue && got[name] != "" && got[name] != "changeme" && got[name] != nil {
					got[name] = madeValue
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryExtendedTypeRefusesWhatItCannotUse(t *testing.T) {
	for _, c := range []struct {
		name, yaml string
		given      map[string]any
		want       string
	}{
		{"NAME missing", v1(typed("string", "type: NAME") + "required: [a]\n"), nil, "3:3 CH162"},
		{"NAME that is a number", v1(typed("string", "type: NAME")), map[string]any{"a": 1}, "3:3 CH161"},
		{"NAME against its rules", v1("  a: {type: string, maxLength: 3, x-google-marketplace: {type: NAME}}\n"), map[string]any{"a": "shop"}, "3:3 CH169"},
		{"NAMESPACE missing", v1(typed("string", "type: NAMESPACE") + "required: [a]\n"), nil, "3:3 CH162"},
		{"MASKED_FIELD against its rules", v1("  a: {type: string, minLength: 8, x-google-marketplace: {type: MASKED_FIELD}}\n"), map[string]any{"a": "x"}, "3:3 CH169"},
		{"DEPLOYER_IMAGE missing in v1", v1(typed("string", "type: DEPLOYER_IMAGE") + "required: [a]\n"), nil, "3:3 CH162"},
		{"DEPLOYER_IMAGE without prefix in v2", v2("properties:\n" + typed("string", "type: DEPLOYER_IMAGE")), nil, "0:0 CH164"},
		{"ISTIO_ENABLED that is text", v1(typed("boolean", "type: ISTIO_ENABLED")), map[string]any{"a": "true"}, "3:3 CH161"},
		{"INGRESS_AVAILABLE that is text", v1(typed("boolean", "type: INGRESS_AVAILABLE")), map[string]any{"a": "true"}, "3:3 CH161"},
		{"APPLICATION_UID that is a number", v1(uidProperty), map[string]any{"a": 1}, "3:3 CH161"},
		{"APPLICATION_UID whose boolean is declared", v1(uidProperty + "  create: {type: boolean, default: true}\n"), nil, "3:3 CH163"},
		{"IMAGE without tag", v1(imageProperty), map[string]any{"a": "r.io:5000/app"}, "3:3 CH165"},
		{"IMAGE without registry", v1(imageProperty), map[string]any{"a": "app:1"}, "3:3 CH165"},
		{"GENERATED_PASSWORD too short", v1(typed("string", "type: GENERATED_PASSWORD, generatedPassword: {length: 7}")), nil, "3:3 CH167"},
		{"SERVICE_ACCOUNT missing", v1(accountProperty + "required: [a]\n"), nil, "3:3 CH162"},
		{"STORAGE_CLASS missing", v1(classProperty + "required: [a]\n"), nil, "3:3 CH162"},
		{"REPORTING_SECRET missing", v1(typed("string", "type: REPORTING_SECRET") + "required: [a]\n"), nil, "3:3 CH162"},
		{"STRING that is a number", v1(textProperty), map[string]any{"a": 1}, "3:3 CH161"},
		{"STRING whose base64 is declared", v1(textProperty + "  b: {type: string, default: x}\n"), map[string]any{"a": "x"}, "3:3 CH163"},
		{"TLS_CERTIFICATE that is no JSON", v1(certificateProperty), map[string]any{"a": "PEM"}, "3:3 CH166"},
		{"TLS_CERTIFICATE without key", v1(certificateProperty), map[string]any{"a": `{"certificate":"crt"}`}, "3:3 CH166"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Resolve(mustParse(t, c.yaml), c.given, testEnvironment())
			if got := places(t, err); got != c.want {
				t.Errorf("got %q, want %q\n%v", got, c.want, err)
			}
			var ps Problems
			if errors.As(err, &ps) && ps[0].Parameter == "" {
				t.Errorf("the problem names no parameter: %v", err)
			}
		})
	}
}
