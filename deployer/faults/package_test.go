package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const schemaYAML = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: a}
  images: {}
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
  group: {type: string}
required: [name, namespace, group]
`

// objects is how many objects the package has.
const objects = 60

// perKind are the objects of the package, by how many there are of each; # is their number. Workloads have no
// replicas: only the Pod has to get ready, which the test sees to.
var perKind = []struct {
	count int
	text  string
}{
	{1, `{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: $name,
  annotations: {marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q"}'}}, spec: {descriptor: {type: Faults, version: 1.0.0}, componentKinds: [
  {group: v1, kind: ConfigMap}, {group: v1, kind: Secret}, {group: v1, kind: ServiceAccount}, {group: v1, kind: Service}, {group: v1, kind: Pod},
  {group: apps/v1, kind: Deployment}, {group: apps/v1, kind: StatefulSet}, {group: batch/v1, kind: CronJob}, {group: v1, kind: Boat}]}}`},
	{1, `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: boats.$group}, spec: {group: $group, scope: Namespaced,
  names: {plural: boats, singular: boat, kind: Boat, listKind: BoatList},
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {sails: {type: integer}}}}}}}]}}`},
	{8, `{apiVersion: $group/v1, kind: Boat, metadata: {name: boat-#}, spec: {sails: #}}`},
	{3, `{apiVersion: v1, kind: ServiceAccount, metadata: {name: $name-#}}`},
	{3, `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: $name-#}, rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]}`},
	{3, `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: $name-#}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: $name-#},
  subjects: [{kind: ServiceAccount, name: $name-#}]}`},
	{17, `{apiVersion: v1, kind: ConfigMap, metadata: {name: config-#}, data: {number: "#"}}`},
	{6, `{apiVersion: v1, kind: Secret, metadata: {name: secret-#}, stringData: {number: "#"}}`},
	{6, `{apiVersion: v1, kind: Service, metadata: {name: service-#}, spec: {selector: {app: "#"}, ports: [{port: 80}]}}`},
	{2, `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: policy-#}, spec: {podSelector: {matchLabels: {app: "#"}}, ingress: [{}]}}`},
	{4, `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web-#}, spec: {replicas: 0, selector: {matchLabels: {app: "#"}},
  template: {metadata: {labels: {app: "#"}}, spec: {containers: [{name: c, image: "example.com/none:1"}]}}}}`},
	{2, `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db-#}, spec: {replicas: 0, serviceName: service-#, selector: {matchLabels: {db: "#"}},
  template: {metadata: {labels: {db: "#"}}, spec: {containers: [{name: c, image: "example.com/none:1"}]}}}}`},
	{3, `{apiVersion: batch/v1, kind: CronJob, metadata: {name: cron-#}, spec: {suspend: true, schedule: "0 0 1 1 *",
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "example.com/none:1"}]}}}}}}`},
	{1, `{apiVersion: v1, kind: Pod, metadata: {name: pod}, spec: {schedulerName: nobody, containers: [{name: c, image: "example.com/none:1"}]}}`},
}

// manifest gives the package's objects.
func manifest() string {
	var text strings.Builder
	for _, k := range perKind {
		for n := range k.count {
			fmt.Fprintf(&text, "---\n%s\n", strings.ReplaceAll(k.text, "#", fmt.Sprint(n)))
		}
	}
	return text.String()
}

// write puts the package into a folder, as a deployer image has it.
func write(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{"data/schema.yaml": schemaYAML, "data/manifest/app.yaml": manifest()} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}
