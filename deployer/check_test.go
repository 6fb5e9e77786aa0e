package deployer

import (
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/schema"
)

func TestCheckRefusesWhatWouldGoWrong(t *testing.T) {
	const good = `
apiVersion: app.k8s.io/v1beta1
kind: Application
metadata: {name: a, annotations: {marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q"}'}}
spec: {descriptor: {version: "1.0.0"}}
---
`
	v2 := &schema.Schema{SchemaVersion: "v2", PublishedVersion: "1.0.0", PartnerID: "p", SolutionID: "q"}
	tests := map[string]struct {
		objects string
		want    string // in the error; empty for none
	}{
		"nothing":                      {good, ""},
		"no Application":               {"{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}", "no Application"},
		"two Applications":             {good + good, "several Applications"},
		"an Application elsewhere":     {good + "{apiVersion: argoproj.io/v1, kind: Application, metadata: {name: x}}", ""},
		"no deploy-info":               {strings.Replace(good, "annotations", "labels", 1), "no annotation"},
		"deploy-info not JSON":         {strings.Replace(good, `{"partner_id": "p",`, `{partner_id: "p",`, 1), "not a JSON object"},
		"no product":                   {strings.Replace(good, "product_id", "product", 1), "no product_id"},
		"another partner":              {strings.Replace(good, `"p"`, `"x"`, 1), `partner_id "x"`},
		"another solution":             {strings.Replace(good, `"q"`, `"x"`, 1), `product_id "x"`},
		"another version":              {strings.Replace(good, "1.0.0", "1.0.1", 1), `"1.0.1"`},
		"a version that is a number":   {strings.Replace(good, `"1.0.0"`, "1.0", 1), "not a string"},
		"no version":                   {strings.Replace(good, "version", "versio", 1), "no spec.descriptor.version"},
		"another namespace":            {good + "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: kube-system}}", "names the namespace kube-system"},
		"its own namespace":            {good + "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: ns}}", ""},
		"a namespace of what has none": {good + "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: x, namespace: kube-system}}", ""},
		"no name":                      {good + "{apiVersion: v1, kind: ConfigMap, metadata: {labels: {}}}", "object 2, a ConfigMap, has no name"},
		"a generated name":             {good + "{apiVersion: batch/v1, kind: Job, metadata: {generateName: x-}}", "object 2, a Job, has no name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			objects := parse(t, test.objects)
			err := Check(objects, v2, "ns", NewScope(objects, nil))
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
