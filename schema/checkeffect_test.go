package schema

import (
	"strings"
	"testing"
)

func TestKeysWithoutEffectAreWarnedOf(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"keys of v2 in v1", "applicationApiVersion: v1beta1\nx-google-marketplace:\n  publishedVersion: 1.0.0\n  images: {}\n  publishedVersionMetadata:\n", "3:3,4:3,5:3"},
		{"other keys of v2 in v1", "applicationApiVersion: v1beta1\nx-google-marketplace: {deployerServiceAccount: {}, managedUpdates: {}, applicationApiVersion: v1beta1}\n", "2:24,2:52,2:72"},
		{"version of the application in v2", v2("applicationApiVersion: v1beta1\napplication_api_version: v1beta1\n"), "7:1,8:1"},
		{"details of another type", v1(typed("string", "type: STRING, generatedPassword: {length: 8}, image: {}")), "3:58,3:90"},
		{"details of the type", v1(typed("string", "type: GENERATED_PASSWORD, generatedPassword: {length: 8}")), ""},
		{"no generated properties", v1(typed("string", "type: STRING, string: {generatedProperties: {}}")), "3:67"},
		{"null generated properties", v1(typed("string", "type: APPLICATION_UID, applicationUid: {generatedProperties: }")), "3:84"},
		{"rule on a made value", v1("  a: {type: string, minLength: 8, x-google-marketplace: {type: GENERATED_PASSWORD}}\n"), "3:21"},
		{"default of a made value", v1("  a: {type: boolean, default: true, x-google-marketplace: {type: INGRESS_AVAILABLE}}\n"), "3:22"},
		{"default of a deployer image in v2", v2("properties:\n  a: {type: string, default: x, x-google-marketplace: {type: DEPLOYER_IMAGE}}\n"), "8:21"},
		{"default of a deployer image in v1", v1("  a: {type: string, default: x, x-google-marketplace: {type: DEPLOYER_IMAGE}}\n"), ""},
		{"default of a service account", v1("  a: {type: string, default: default, x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {description: x, roles: []}}}\n"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all []string
			for _, p := range mustParse(t, c.yaml).Check() {
				if p.Code == CodeNoEffect && p.Severity == Warning {
					all = append(all, strings.TrimSuffix(place3(p), " "+CodeNoEffect))
				}
			}
			if got := strings.Join(all, ","); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
