package provision

import (
	"fmt"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/schema"
)

// Container is the name of the container in the deployer's Job.
const Container = "deployer"

// application is the placeholder that the deployer completes; it is there first because all else is owned by it.
func (b *builder) application() *unstructured.Unstructured {
	version := b.Schema.ApplicationAPIVersion
	if version == "" {
		version = "v1beta1"
	}
	o := b.label(object("app.k8s.io/"+version, "Application", b.Namespace, b.Name))
	if b.Instance != "" {
		put(o, LabelInstance, b.Instance)
	}
	o.Object["spec"] = map[string]any{
		"assemblyPhase": "Pending",
		"selector":      map[string]any{"matchLabels": map[string]any{LabelName: b.Name}},
	}
	return o
}

// config is the Secret with the parameters: one file in schema v2, a file for each in v1. (The reference toolkit puts
// those of v1 into a ConfigMap, passwords included; the file names are the same.)
func (b *builder) config() (*unstructured.Unstructured, error) {
	o := dependent(object("v1", "Secret", b.Namespace, ConfigName(b.Name, b.Revision)), componentDeployer)
	b.number(o)
	o.Object["type"] = "Opaque"
	if b.Schema.SchemaVersion != "v2" {
		data := map[string]any{}
		for name, value := range schema.Values(b.given).Text() {
			data[name] = value
		}
		o.Object["stringData"] = data
		return o, nil
	}
	text, err := yaml.Marshal(b.given)
	if err != nil {
		return nil, fmt.Errorf("write the parameters as YAML: %w", err)
	}
	o.Object["stringData"] = map[string]any{"values.yaml": string(text)}
	return o, nil
}

// pullSecret lets the nodes pull the deployer's image.
func (b *builder) pullSecret() *unstructured.Unstructured {
	o := dependent(object("v1", "Secret", b.Namespace, b.pullName()), componentDeployer)
	b.number(o)
	o.Object["type"] = "kubernetes.io/dockerconfigjson"
	o.Object["stringData"] = map[string]any{".dockerconfigjson": string(b.Deployer.PullConfig)}
	return o
}

// job runs the deployer, once.
func (b *builder) job() *unstructured.Unstructured {
	o := object("batch/v1", "Job", b.Namespace, JobName(b.Name, b.Revision))
	o.SetLabels(map[string]string{LabelComponent: componentDeployer, LabelDeployer: "Main"})
	b.number(o)
	spec := map[string]any{
		"backoffLimit": int64(0),
		"template": map[string]any{
			"metadata": map[string]any{"annotations": map[string]any{"sidecar.istio.io/inject": "false"}},
			"spec":     b.podSpec(),
		},
	}
	if b.Deployer.Deadline > 0 {
		spec["activeDeadlineSeconds"] = int64(b.Deployer.Deadline.Seconds())
	}
	o.Object["spec"] = spec
	return o
}

func (b *builder) podSpec() map[string]any {
	spec := map[string]any{
		"restartPolicy":      "Never",
		"serviceAccountName": b.accountName(),
		"securityContext":    map[string]any{"seccompProfile": map[string]any{"type": "RuntimeDefault"}},
		"containers":         []any{b.container()},
		"volumes": []any{map[string]any{
			"name": "config-volume", "secret": map[string]any{"secretName": ConfigName(b.Name, b.Revision)},
		}},
	}
	if len(b.Deployer.PullConfig) > 0 {
		spec["imagePullSecrets"] = []any{map[string]any{"name": b.pullName()}}
	}
	return spec
}

func (b *builder) container() map[string]any {
	c := map[string]any{
		"name":            Container,
		"image":           b.Deployer.Image,
		"imagePullPolicy": "IfNotPresent",
		"env":             b.environment(),
		"resources":       map[string]any{"requests": map[string]any{"cpu": "100m", "memory": "100Mi"}},
		"volumeMounts":    []any{b.mount()},
		// The last words of a deployer that dies are read from its log where it leaves no message.
		"terminationMessagePolicy": "FallbackToLogsOnError",
	}
	if b.Deployer.AlwaysPull {
		c["imagePullPolicy"] = "Always"
	}
	if b.Mode != Install {
		c["command"] = []any{string(b.Mode)}
	}
	if b.Deployer.Confined {
		c["securityContext"] = map[string]any{
			"allowPrivilegeEscalation": false, "capabilities": map[string]any{"drop": []any{"ALL"}},
		}
	}
	return c
}

func (b *builder) mount() map[string]any {
	if b.Schema.SchemaVersion == "v2" {
		return map[string]any{"name": "config-volume", "mountPath": "/data/values.yaml", "subPath": "values.yaml", "readOnly": true}
	}
	return map[string]any{"name": "config-volume", "mountPath": "/data/values"}
}

func (b *builder) environment() []any {
	env := []any{map[string]any{"name": "CHANDLER_EVENTS", "value": "json"}}
	for _, t := range []struct {
		name  string
		value time.Duration
	}{{"WAIT_FOR_READY_TIMEOUT", b.Deployer.WaitTimeout}, {"TESTER_TIMEOUT", b.Deployer.TestTimeout}} {
		if t.value > 0 {
			env = append(env, map[string]any{"name": t.name, "value": strconv.Itoa(int(t.value.Seconds()))})
		}
	}
	if b.Deployer.Hold != nil {
		env = append(env, map[string]any{"name": "CHANDLER_HOLD", "value": b.Deployer.Hold.String()})
	}
	if b.Deployer.Recreate {
		env = append(env, map[string]any{"name": "CHANDLER_RECREATE", "value": "true"})
	}
	return env
}
