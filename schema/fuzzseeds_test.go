package schema_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
)

// The names of the fuzzed files.
const (
	schemaFile     = "schema.yaml"
	testFile       = "schema.test.yaml"
	parametersFile = "parameters.yaml"
)

// everything is a schema v1 with a property of every kind that has a value of its own.
const everything = `applicationApiVersion: v1beta1
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  image: {type: string, default: 'r.io/a/b:1', x-google-marketplace: {type: IMAGE, image: {generatedProperties: {splitByColon: {before: b, after: a}, splitToRegistryRepoTag: {registry: r, repo: p, tag: t}}}}}
  password: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {length: 12, includeSymbols: true, base64: false}}}
  certificate: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE, tlsCertificate: {generatedProperties: {base64EncodedPrivateKey: key, base64EncodedCertificate: crt}}}}
  text: {type: string, x-google-marketplace: {type: STRING, string: {generatedProperties: {base64Encoded: text64}}}}
  uid: {type: string, x-google-marketplace: {type: APPLICATION_UID, applicationUid: {generatedProperties: {createApplicationBoolean: create}}}}
  istio: {type: boolean, x-google-marketplace: {type: ISTIO_ENABLED}}
  ingress: {type: boolean, x-google-marketplace: {type: INGRESS_AVAILABLE}}
  account: {type: string, default: a, x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {description: d, roles: [{type: Role, rulesType: CUSTOM, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}]}}}
  class: {type: string, default: c, x-google-marketplace: {type: STORAGE_CLASS, storageClass: {type: SSD}}}
  secret: {type: string, default: s, x-google-marketplace: {type: REPORTING_SECRET}}
  small.word: {type: string, enum: [a, b], default: a, pattern: '^[a-z]+$', maxLength: 5}
  count: {type: integer, minimum: 1, maximum: 9, default: 3}
  ratio: {type: number, minimum: 0.5, default: .inf}
required: [name, namespace, image]
form: [{widget: help, description: 'A <b>word</b> & <script>x</script>'}]
`

// projected is a schema v2 with constraints and every part of an image.
const projected = `x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.2.3
  publishedVersionMetadata: {releaseNote: First., releaseTypes: [Feature], recommended: true}
  managedUpdates: {kalmSupported: true}
  images:
    '': {properties: {full: {type: FULL}, image.registry: {type: REGISTRY}, image.repo: {type: REPO_WITH_REGISTRY}}}
    web: {properties: {short: {type: REPO_WITHOUT_REGISTRY}, image.tag: {type: TAG}}}
  clusterConstraints:
    k8sVersion: '>=1.27.0'
    resources: [{replicas: 3, requests: {cpu: 100m, memory: 1Gi, gpu: {nvidia.com/gpu: {limits: 1, platforms: [nvidia-tesla-k80]}}}, affinity: {simpleNodeAffinity: {type: REQUIRE_ONE_NODE_PER_REPLICA, minimumNodeCount: 3}}}]
    istio: {type: UNSUPPORTED}
    gcp: {nodes: {requiredOauthScopes: [https://example.com/auth]}}
  deployerServiceAccount: {description: d, roles: [{type: ClusterRole, rulesType: PREDEFINED, rulesFromRoleName: view}]}
properties:
  name: &string {type: string, x-google-marketplace: {type: NAME}}
  namespace: {<<: *string, x-google-marketplace: {type: NAMESPACE}}
  deployer: {type: string, x-google-marketplace: {type: DEPLOYER_IMAGE}}
`

// parameters are some for both schemas.
const parameters = "name: app\nnamespace: test\nimage: r.io/a/c:2\nsmall.word: b\ncount: 4.0\nratio: 1\nuid: ''\n" +
	schema.ImageRepoPrefixKey + ": r.io:5000/a\n"

// realFiles gives the files of that name of real packages, as far as there are some.
func realFiles(f *testing.F, name string) [][]byte {
	f.Helper()
	root, err := conformance.Folder()
	if err != nil {
		f.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(root, "*", name))
	if err != nil {
		f.Fatal(err)
	}
	files := make([][]byte, len(found))
	for i, path := range found {
		if files[i], err = os.ReadFile(path); err != nil {
			f.Fatal(err)
		}
	}
	return files
}
