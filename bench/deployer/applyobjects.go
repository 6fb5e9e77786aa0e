package main

import (
	"fmt"
	"strings"
)

// set is a number of objects as a template: NAMESPACE stands for where they go.
type set struct {
	name      string
	manifests []string
	// resources are where to look whether any is left, componentKinds what an Application of them owns.
	resources, componentKinds []string
}

// in gives the manifests for a namespace.
func (s set) in(namespace string) string {
	return strings.ReplaceAll(strings.Join(s.manifests, "---\n"), "NAMESPACE", namespace)
}

// withApplication is in with the Application that Chandler deploys objects with.
func (s set) withApplication(namespace string) string {
	application := "apiVersion: app.k8s.io/v1beta1\nkind: Application\n" + meta("bench") +
		"spec:\n  selector: {matchLabels: {app.kubernetes.io/name: bench}}\n  componentKinds:\n"
	for _, kind := range s.componentKinds {
		application += "  - {group: any, kind: " + kind + "}\n"
	}
	return strings.ReplaceAll(application, "NAMESPACE", namespace) + "---\n" + s.in(namespace)
}

func meta(name string) string {
	return fmt.Sprintf("metadata: {name: %s, namespace: NAMESPACE, labels: {app.kubernetes.io/name: bench}}\n", name)
}

func configMaps(n int) set {
	s := set{name: fmt.Sprintf("%d ConfigMaps", n), resources: []string{"configmaps"}, componentKinds: []string{"ConfigMap"}}
	for i := range n {
		s.manifests = append(s.manifests, fmt.Sprintf("apiVersion: v1\nkind: ConfigMap\n%sdata: {number: \"%d\", text: some words}\n", meta(fmt.Sprintf("c%d", i)), i))
	}
	return s
}

// kinds are what mixed objects are of, in equal parts; @ stands for the object's name. Nothing of them runs.
var kinds = []struct{ kind, apiVersion, resource, content string }{
	{"ConfigMap", "v1", "configmaps", "data: {key: value}\n"},
	{"Secret", "v1", "secrets", "data: {key: dmFsdWU=}\n"},
	{"ServiceAccount", "v1", "serviceaccounts", ""},
	{"Role", "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1/roles", "rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get, list]}]\n"},
	{"RoleBinding", "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1/rolebindings",
		"roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: @}\nsubjects: [{kind: ServiceAccount, name: @, namespace: NAMESPACE}]\n"},
	{"Service", "v1", "services", "spec: {selector: {app: @}, ports: [{name: http, port: 80, targetPort: 8080}]}\n"},
	{"Deployment", "apps/v1", "apps/v1/deployments", "spec: {replicas: 0, selector: {matchLabels: {app: @}}, template: {metadata: {labels: {app: @, " +
		"app.kubernetes.io/name: bench}}, spec: {containers: [{name: c, image: example.com/none, env: [{name: A, value: b}], ports: [{containerPort: 8080}]}]}}}\n"},
	{"CronJob", "batch/v1", "batch/v1/cronjobs", "spec: {suspend: true, schedule: \"0 0 * * *\", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, " +
		"containers: [{name: c, image: example.com/none}]}}}}}\n"},
}

func mixed(n int) set {
	s := set{name: fmt.Sprintf("%d mixed", n), resources: []string{"apps/v1/replicasets"}}
	for _, k := range kinds {
		s.resources, s.componentKinds = append(s.resources, k.resource), append(s.componentKinds, k.kind)
	}
	for i := range n {
		k, name := kinds[i%len(kinds)], fmt.Sprintf("x%d", i/len(kinds))
		s.manifests = append(s.manifests, "apiVersion: "+k.apiVersion+"\nkind: "+k.kind+"\n"+meta(name)+strings.ReplaceAll(k.content, "@", name))
	}
	return s
}
