package schema

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// v1 gives a schema with these lines under properties, the first of which is line 3 of the file.
func v1(properties string) string {
	return "applicationApiVersion: v1beta1\nproperties:\n" + properties
}

// v2 gives a complete v2 schema with these lines in x-google-marketplace; the first of them is line 7 of the file.
func v2(extension string) string {
	return `x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.2.3
  publishedVersionMetadata: {releaseNote: First.}
  images: {}
` + extension
}

// account gives a schema with a SERVICE_ACCOUNT of this one role; the role is in line 9.
func account(role string) string {
	return v1(`  sa:
    type: string
    x-google-marketplace:
      type: SERVICE_ACCOUNT
      serviceAccount:
        roles:
        - ` + role + "\n")
}

func TestEveryFaultIsRefusedAtItsPlace(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"tab", "properties:\n\tname: {type: string}", "2:1 CH101"},
		{"syntax", "properties:\n  a: 1\n  b: @x\n", "3:3 CH100"},
		{"two documents", "form: []\n---\nform: []\n", "2:1 CH100"},
		{"empty file", "# nothing\n", "1:1 CH105"},
		{"a list", "- a\n", "1:1 CH105"},
		{"alias in itself", "properties: &a\n  b: *a\n", "2:6 CH102"},
		{"tag on a map", "properties: !!python/object:x {}\n", "1:13 CH100"},
		{"tag on a scalar", "applicationApiVersion: !!int x\n", "1:24 CH100"},
		{"number too large", v1("  a: {type: integer, default: 99999999999999999999}\n"), "3:31 CH105"},

		{"schema version", "x-google-marketplace: {schemaVersion: v3}\n", "1:39 CH110"},
		{"v2 without anything", "x-google-marketplace:\n  schemaVersion: v2\n", "1:1 CH106,1:1 CH106,1:1 CH106,1:1 CH106"},
		{"published version of two parts", strings.Replace(v2(""), "1.2.3", `"6.5"`, 1), "4:21 CH111"},
		{"published version that is a number", strings.Replace(v2(""), "1.2.3", "1.0", 1), "4:21 CH105"},
		{"published version with v", strings.Replace(v2(""), "1.2.3", "v1.2.3", 1), "4:21 CH111"},
		{"no release note", strings.Replace(v2(""), "{releaseNote: First.}", "{recommended: true}", 1), "5:29 CH106"},
		{"partner alone", "x-google-marketplace:\n  partnerId: p\n", "2:3 CH112"},
		{"solution alone", "x-google-marketplace:\n  solutionId: s\n  partnerId: ''\n", "2:3 CH112"},
		{"image property without type", strings.Replace(v2(""), "images: {}", "images: {'': {properties: {a: {}}}}", 1), "6:30 CH131"},
		{"image property of unknown type", strings.Replace(v2(""), "images: {}", "images: {'': {properties: {a: {type: PART}}}}", 1), "6:40 CH131"},

		{"property name", v1("  bad/name: {type: string}\n"), "3:3 CH120"},
		{"property that is no map", v1("  a: string\n"), "3:3 CH105"},
		{"no type", v1("  a: {title: A}\n"), "3:3 CH121"},
		{"unsupported type", v1("  a: {type: array}\n"), "3:13 CH121"},
		{"text for an integer", v1("  a: {type: integer, default: five}\n"), "3:31 CH122"},
		{"number for text", v1("  a: {type: string, default: 5}\n"), "3:30 CH122"},
		{"boolean for text", v1("  a: {type: string, default: yes}\n"), "3:30 CH122"},
		{"date for text", v1("  a: {type: string, default: 2025-01-31}\n"), "3:30 CH122"},
		{"fraction for an integer", v1("  a: {type: integer, default: 1.5}\n"), "3:31 CH122"},
		{"integer for a boolean", v1("  a: {type: boolean, default: 1}\n"), "3:31 CH122"},
		{"extension without type", v1("  a: {type: string, x-google-marketplace: {image: {}}}\n"), "3:43 CH123"},
		{"unknown extended type", v1("  a: {type: string, x-google-marketplace: {type: PASSWORD}}\n"), "3:50 CH123"},
		{"name that is a number", v1("  a: {type: integer, x-google-marketplace: {type: NAME}}\n"), "3:51 CH124"},
		{"istio that is text", v1("  a: {type: string, x-google-marketplace: {type: ISTIO_ENABLED}}\n"), "3:50 CH124"},
		{"storage class without type", v1("  a: {type: string, x-google-marketplace: {type: STORAGE_CLASS}}\n"), "3:3 CH106"},
		{"password length that is text", v1("  a: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {length: ten}}}\n"), "3:98 CH105"},

		{"unknown key algorithm", v1("  a: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE, tlsCertificate: {privateKeyAlgorithm: DSA}}}\n"), "3:105 CH105"},

		{"image without default", v1("  a: {type: string, x-google-marketplace: {type: IMAGE}}\n"), "3:6 CH130"},
		{"image without registry", v1("  a: {type: string, default: $REGISTRY/app:1, x-google-marketplace: {type: IMAGE}}\n"), "3:21 CH130"},
		{"image without tag", v1("  a: {type: string, default: reg.example:5000/app, x-google-marketplace: {type: IMAGE}}\n"), "3:21 CH130"},
		{"half a split", v1("  a: {type: string, default: gcr.io/app:1, x-google-marketplace: {type: IMAGE, image: {generatedProperties: {splitByColon: {before: b}}}}}\n"), "3:124 CH106"},

		{"rules type", account("{type: Role}"), "9:11 CH140"},
		{"role without type", account("{rulesType: PREDEFINED, rulesFromRoleName: edit}"), "9:11 CH140"},
		{"predefined role with rules", account("{type: Role, rulesType: PREDEFINED, rulesFromRoleName: edit, rules: [{}]}"), "9:72 CH140"},
		{"predefined role without name", account("{type: Role, rulesType: PREDEFINED}"), "9:11 CH140"},
		{"custom role with name", account("{type: Role, rulesType: CUSTOM, rulesFromRoleName: edit, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}"), "9:43 CH140"},
		{"custom role without rules", account("{type: Role, rulesType: CUSTOM}"), "9:11 CH140"},
		{"rule for URLs", account("{type: Role, rulesType: CUSTOM, rules: [{apiGroups: [''], resources: [pods], verbs: [get], nonResourceURLs: [/x]}]}"), "9:102 CH140"},
		{"rule without groups", account("{type: Role, rulesType: CUSTOM, rules: [{resources: [pods], verbs: [get]}]}"), "9:51 CH140"},
		{"rule with empty resources", account("{type: Role, rulesType: CUSTOM, rules: [{apiGroups: [''], resources: [''], verbs: [get]}]}"), "9:69 CH140"},
		{"rule with empty verbs", account("{type: Role, rulesType: CUSTOM, rules: [{apiGroups: [''], resources: [pods], verbs: ['']}]}"), "9:88 CH140"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("schema.yaml", []byte(c.yaml))
			if got := places(t, err); got != c.want {
				t.Errorf("got %q, want %q\n%v", got, c.want, err)
			}
		})
	}
}

func TestFaultsOfConstraintsAreRefusedAtTheirPlace(t *testing.T) {
	const at = "x-google-marketplace:\n  clusterConstraints:\n    "
	for _, c := range []struct{ name, yaml, want string }{
		{"resources that are no list", "resources: {}", "3:16 CH105"},
		{"no requests", "resources: [{replicas: 1}]", "3:17 CH150"},
		{"empty requests", "resources: [{requests: {}}]", "3:28 CH150"},
		{"gpu beside cpu", "resources: [{requests: {cpu: 1, gpu: {nvidia.com/gpu: {limits: 1}}}}]", "3:17 CH150"},
		{"gpu that is no map", "resources: [{requests: {gpu: 1}}]", "3:34 CH105"},
		{"gpu without entries", "resources: [{requests: {gpu: {}}}]", "3:34 CH150"},
		{"cpu of zero", "resources: [{requests: {cpu: 0}}]", "3:28 CH150"},
		{"gpu that is nothing", "resources: [{requests: {gpu: {nvidia.com/gpu: }}}]", "3:35 CH150"},
		{"gpu of another maker", "resources: [{requests: {gpu: {amd.com/gpu: {}}}}]", "3:35 CH150"},
		{"gpu with replicas", "resources: [{replicas: 1, requests: {gpu: {nvidia.com/gpu: {}}}}]", "3:18 CH150"},
		{"gpu with affinity", "resources: [{affinity: {}, requests: {gpu: {nvidia.com/gpu: {}}}}]", "3:18 CH150"},
		{"two gpu entries", "resources: [{requests: {gpu: {nvidia.com/gpu: {}}}}, {requests: {gpu: {nvidia.com/gpu: {}}}}]", "3:58 CH150"},
		{"affinity without type", "resources: [{requests: {cpu: 1}, affinity: {simpleNodeAffinity: {}}}]", "3:69 CH150"},
		{"affinity without count", "resources: [{requests: {cpu: 1}, affinity: {simpleNodeAffinity: {type: REQUIRE_MINIMUM_NODE_COUNT}}}]", "3:69 CH150"},
		{"istio", "istio: {type: MAYBE}", "3:13 CH150"},
		{"scope", "gcp: {nodes: {requiredOauthScopes: [cloud-platform]}}", "3:19 CH150"},
		{"assisted creation", "assistedClusterCreation: {type: LOOSE}", "3:31 CH150"},
		{"disabled without guidance", "assistedClusterCreation: {type: DISABLED}", "3:30 CH150"},
		{"strict without gke", "assistedClusterCreation: {type: STRICT}", "3:30 CH150"},
		{"two node pools", "assistedClusterCreation: {type: STRICT, gke: {nodePool: [{}, {}]}}", "3:51 CH150"},
		{"odd cores", "assistedClusterCreation: {type: STRICT, gke: {nodePool: [{numNodes: 1, machineType: n2-custom-3-1224}]}}", "3:76 CH150"},
		{"custom without size", "assistedClusterCreation: {type: STRICT, gke: {nodePool: [{numNodes: 1, machineType: custom-4}]}}", "3:76 CH150"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("schema.yaml", []byte(at+c.yaml+"\n"))
			if got := places(t, err); got != c.want {
				t.Errorf("got %q, want %q\n%v", got, c.want, err)
			}
		})
	}
}

func TestOddConstraintsAreWarnedOfAndTaken(t *testing.T) {
	const at = "x-google-marketplace:\n  clusterConstraints:\n    "
	entry := func(more string) string { return "resources: [{replicas: 1, requests: {cpu: 1}" + more + "}]" }
	affinity := func(simple string) string { return entry(", affinity: {simpleNodeAffinity: {" + simple + "}}") }
	for _, c := range []struct{ name, yaml, want string }{
		{"a range", `k8sVersion: ">=1.18.1"`, ""},
		{"a range of two parts", `k8sVersion: ">=1.28 <1.34"`, ""},
		{"no range", `k8sVersion: latest`, "3:17 CH151"},
		{"a version that is a number", `k8sVersion: 1.30`, "3:17 CH151"},
		{"a version that is a list", `k8sVersion: [1]`, "3:17 CH151"},
		{"no quantity", "resources: [{replicas: 1, requests: {cpu: two, memory: 4GB}}]", "3:47 CH152,3:60 CH152"},
		{"quantities of nothing", "resources: [{replicas: 1, requests: {cpu: -1, memory: 0Gi}}]", "3:47 CH152,3:59 CH152"},
		{"memory without unit", "resources: [{replicas: 1, requests: {memory: 4}}]", "3:50 CH152"},
		{"usual quantities", "resources: [{replicas: 1, requests: {cpu: 0.5, memory: 2000Mi}}]", ""},
		{"no replicas", "resources: [{replicas: 0, requests: {cpu: 1}}]", "3:28 CH150"},
		{"negative replicas", "resources: [{replicas: -3, requests: {cpu: 1}}]", "3:28 CH150"},
		{"no GPUs", "resources: [{requests: {gpu: {nvidia.com/gpu: {limits: 0}}}}]", "3:60 CH150"},
		{"a node per replica", affinity("type: REQUIRE_ONE_NODE_PER_REPLICA"), ""},
		{"a node per replica of no number", "resources: [{requests: {cpu: 1}, affinity: {simpleNodeAffinity: {type: REQUIRE_ONE_NODE_PER_REPLICA}}}]", "3:76 CH150"},
		{"the count of the other affinity", affinity("type: REQUIRE_ONE_NODE_PER_REPLICA, minimumNodeCount: 3"), "3:119 CH108"},
		{"no nodes", affinity("type: REQUIRE_MINIMUM_NODE_COUNT, minimumNodeCount: 0"), "3:135 CH150"},
		{"an affinity of unknown type", affinity("type: SPREAD"), "3:89 CH150"},
		{"a pool for clusters that nobody makes", "assistedClusterCreation: {type: DISABLED, creationGuidance: By hand., gke: {nodePool: []}}", "3:75 CH108"},
		{"guidance for clusters that are made", "assistedClusterCreation: {type: STRICT, creationGuidance: By hand., gke: {nodePool: [{numNodes: 1, machineType: e2-standard-2}]}}", "3:45 CH108"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse("schema.yaml", []byte(at+c.yaml+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			var warnings []string
			for _, p := range s.Warnings {
				warnings = append(warnings, place3(p))
			}
			if got := strings.Join(warnings, ","); got != c.want {
				t.Errorf("got %q, want %q\n%v", got, c.want, s.Warnings)
			}
		})
	}
}

func TestConstraintsKnowTheirPlaces(t *testing.T) {
	s := mustParse(t, `x-google-marketplace:
  clusterConstraints:
    k8sVersion: ">=1.30"
    resources:
    - replicas: 1
      requests: {cpu: 1}
    gcp:
      nodes:
        requiredOauthScopes: [https://www.googleapis.com/auth/cloud-platform]
`)
	for path, want := range map[string][2]int{"k8sVersion": {3, 5}, "resources": {4, 5}, "resources[0]": {5, 7}, "gcp.nodes.requiredOauthScopes": {9, 9}, "istio": {0, 0}} {
		if line, column := s.Constraints.Place(path); line != want[0] || column != want[1] {
			t.Errorf("%s is at %d:%d, want %v", path, line, column, want)
		}
	}
}

func TestCheckRefusesWhatNewPackagesMustNotHave(t *testing.T) {
	described := func(role string) string {
		return strings.Replace(account(role), "serviceAccount:\n", "serviceAccount:\n        description: Reads.\n", 1)
	}
	for _, c := range []struct{ name, yaml, want string }{
		{"undeclared required", v1("  a: {type: string}\nrequired: [a, b]\n"), "4:15 CH115"},
		{"no application version", "properties: {}\n", "1:1 CH113"},
		{"old key of the application version", "application_api_version: v1beta1\n", ""},
		{"two form items", v1("form:\n- {widget: help, description: a}\n- {widget: help, description: b}\n"), "5:3 CH114"},
		{"form without widget", v1("form:\n- {description: a}\n"), "4:3 CH114"},
		{"form with another widget", v1("form:\n- {widget: button, description: a}\n"), "4:3 CH114"},
		{"form without description", v1("form:\n- {widget: help}\n"), "4:3 CH114"},
		{"image in v2", v2("properties:\n  a: {type: string, default: gcr.io/a:1, x-google-marketplace: {type: IMAGE}}\n"), "8:3 CH132"},
		{"account without description", account("{type: Role, rulesType: PREDEFINED, rulesFromRoleName: edit}"), "3:3 CH141"},
		{"deployer account without description", v2("  deployerServiceAccount: {roles: []}\n"), "7:3 CH141"},
		{"role edit in the namespace", described("{type: Role, rulesType: PREDEFINED, rulesFromRoleName: edit}"), ""},
		{"view in the cluster", described("{type: ClusterRole, rulesType: PREDEFINED, rulesFromRoleName: view}"), ""},
		{"edit in the cluster", described("{type: ClusterRole, rulesType: PREDEFINED, rulesFromRoleName: edit}"), "10:11 CH142"},
		{"everything in the cluster", described("{type: ClusterRole, rulesType: CUSTOM, rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]}"), "10:11 CH142"},
		{"named verbs in the cluster", described("{type: ClusterRole, rulesType: CUSTOM, rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get]}]}"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse("schema.yaml", []byte(c.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if got := places(t, s.Check().Err()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestOddThingsAreWarnedOfAndTaken(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"duplicate key", v1("  a: {type: string, type: integer}\n"), "3:21 CH103"},
		{"unknown key", v1("  a: {type: string, x-google-property: {}}\n"), "3:21 CH104"},
		{"key that is a boolean", v1("  yes: {type: string}\n"), "3:3 CH107"},
		{"integer for a number", v1("  a: {type: number, default: 5}\n"), "3:30 CH122"},
		{"zero for text", v1("  a: {type: string, default: 0}\n"), "3:30 CH122"},
		{"role of unknown type", account("{type: Group, rulesType: PREDEFINED, rulesFromRoleName: edit}"), "9:18 CH140"},
		{"short password", v1("  a: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {length: 5}}}\n"), "3:3 CH133"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse("schema.yaml", []byte(c.yaml))
			if err != nil {
				t.Fatal(err)
			}
			var warnings []string
			for _, p := range s.Check().Warnings() {
				warnings = append(warnings, place3(p))
			}
			if got := strings.Join(warnings, ","); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheLastOfDuplicateKeysCounts(t *testing.T) {
	s := mustParse(t, v1("  a: {type: string, title: one, title: two}\n"))
	if got := s.Property("a").Title; got != "two" {
		t.Errorf("the title is %q", got)
	}
}

// places gives the errors in the form "line:column code,…".
func places(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var ps Problems
	if !errors.As(err, &ps) {
		t.Fatalf("not Problems: %v", err)
	}
	var all []string
	for _, p := range ps.Errors() {
		all = append(all, place3(p))
	}
	return strings.Join(all, ",")
}

func place3(p Problem) string {
	return fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code)
}

func mustParse(t testing.TB, yaml string) *Schema {
	t.Helper()
	s, err := Parse("schema.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
