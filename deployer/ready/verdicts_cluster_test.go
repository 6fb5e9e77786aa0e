package ready

import (
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// pods wraps the spec of a Pod into a Deployment of that image which the tests of the verifier run, too.
func deploymentOf(spec string) string {
	return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {terminationGracePeriodSeconds: 0, ` + strings.ReplaceAll(spec, "IMAGE", "image: chandler.local/testapp:1.0.0, imagePullPolicy: IfNotPresent") + `}
---
`
}

func TestEachTroubleOfARealClusterHasItsVerdict(t *testing.T) {
	tests := []struct {
		name, objects  string
		object, reason string
		words          []string // in message, log and hint
	}{
		{"a container that exits", deploymentOf(`containers: [{name: web, IMAGE, command: [sh, -c, "echo no URL; exit 3"]}]`),
			"Deployment/web", "CrashLoopBackOff", []string{"container web exited 3", "no URL"}},
		{"an init container that exits", deploymentOf(`initContainers: [{name: migrate, IMAGE, command: [sh, -c, "echo no table; exit 4"]}], containers: [{name: web, IMAGE, command: [sleep, "1000"]}]`),
			"Deployment/web", "CrashLoopBackOff", []string{"container migrate exited 4", "no table"}},
		{"a program that is not there", deploymentOf(`containers: [{name: web, IMAGE, command: [/bin/nothing]}]`),
			"Deployment/web", "", []string{"/bin/nothing", "command"}},
		{"a ConfigMap that is not there, for the environment", deploymentOf(`containers: [{name: web, IMAGE, envFrom: [{configMapRef: {name: settings}}]}]`),
			"Deployment/web", "CreateContainerConfigError", []string{`configmap "settings" not found`}},
		{"a Secret that is not there, for a volume", deploymentOf(`volumes: [{name: s, secret: {secretName: tls}}], containers: [{name: web, IMAGE, volumeMounts: [{name: s, mountPath: /s}]}]`),
			"Deployment/web", "FailedMount", []string{`secret "tls" not found`}},
		{"a node that nobody has", deploymentOf(`nodeSelector: {disk: gold}, containers: [{name: web, IMAGE}]`),
			"Deployment/web", "Unschedulable", []string{"no node takes it", "node selector"}},
		{"a quota", `{apiVersion: v1, kind: ResourceQuota, metadata: {name: small}, spec: {hard: {pods: "0"}}}
---
` + deploymentOf(`containers: [{name: web, IMAGE}]`), "Deployment/web", "FailedCreate", []string{"exceeded quota", "ResourceQuota"}},
		{"a claim without a class", `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: nothing, resources: {requests: {storage: 1Mi}}}
---
` + deploymentOf(`volumes: [{name: d, persistentVolumeClaim: {claimName: data}}], containers: [{name: web, IMAGE}]`),
			"PersistentVolumeClaim/data", "ProvisioningFailed", []string{`"nothing" not found`}},
		{"a Job", `
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "chandler.local/testapp:1.0.0", imagePullPolicy: IfNotPresent, command: [sh, -c, "echo bad; exit 9"]}]}}}`,
			"Job/j", "BackoffLimitExceeded", []string{"container c exited 9", "bad"}},
		{"an autoscaler of nothing", deploymentOf(`containers: [{name: web, IMAGE, command: [sleep, "1000"]}]`) + `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scale}
spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: wob}}`,
			"HorizontalPodAutoscaler/scale", "FailedGetScale", []string{"Deployment/wob, which does not exist"}},
		{"too little memory", deploymentOf(`containers: [{name: web, IMAGE, command: [sh, -c, "x=0123456789; while :; do x=$x$x; done"], resources: {limits: {memory: 16Mi}}}]`),
			"Deployment/web", "OOMKilled", []string{"resources.limits.memory"}},
		{"a liveness probe that fails", deploymentOf(`containers: [{name: web, IMAGE, command: [sleep, "1000"], readinessProbe: {exec: {command: [sh, -c, "exit 1"]}},
			livenessProbe: {exec: {command: [sh, -c, "echo stale; exit 1"]}, periodSeconds: 1, failureThreshold: 1}}]`),
			"Deployment/web", "CrashLoopBackOff", []string{"exited 137", "because of its probe: Liveness probe failed: stale"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := kubetest.Connect(t)
			f := waitFor(t, c, kubetest.Namespace(t, c), test.objects, Options{Timeout: 100 * time.Second})
			if f == nil {
				t.Fatal("it is ready")
			}
			said := f.Message + " " + strings.Join(f.Log, " ") + " " + f.Hint
			t.Log(f.Reason, said)
			if f.Object.String() != test.object || test.reason != "" && f.Reason != test.reason || f.Reason == "Timeout" {
				t.Errorf("%s: %s", f.Object, f.Reason)
			}
			for _, word := range test.words {
				if !strings.Contains(said, word) {
					t.Errorf("%q is not in it", word)
				}
			}
		})
	}
}
