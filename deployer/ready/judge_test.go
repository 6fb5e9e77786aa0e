package ready

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// stage is a cluster on paper: it shows objects to a judge at times of the test's choosing.
type stage struct {
	t       *testing.T
	judge   *judge
	world   *world
	feeds   []*feed
	began   time.Time
	objects map[string]*unstructured.Unstructured
}

var resourcesOfKinds = map[string]schema.GroupVersionResource{
	"Pod": podResource, "Event": eventResource, "PersistentVolumeClaim": claimResource, "ReplicaSet": replicaSetResource, "Deployment": deploymentResource,
	"StatefulSet": statefulSetResource, "Job": jobResource, "IngressClass": ingressClassResource, "GatewayClass": gatewayClassResource,
	"EndpointSlice":                  endpointSliceResource,
	"Service":                        {Version: "v1", Resource: "services"},
	"CronJob":                        {Group: "batch", Version: "v1", Resource: "cronjobs"},
	"APIService":                     {Group: "apiregistration.k8s.io", Version: "v1", Resource: "apiservices"},
	"Gateway":                        {Group: "gateway.networking.k8s.io", Version: "v1", Resource: "gateways"},
	"ValidatingWebhookConfiguration": {Group: "admissionregistration.k8s.io", Version: "v1", Resource: "validatingwebhookconfigurations"},
	"Ingress":                        {Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"},
	"Thing":                          {Group: "example.com", Version: "v1", Resource: "things"},
}

// newStage waits for the objects that targets names: "Deployment/web".
func newStage(t *testing.T, targets string) *stage {
	t.Helper()
	var applied []apply.Applied
	for _, name := range strings.Fields(targets) {
		kind, name, _ := strings.Cut(name, "/")
		r := resourcesOfKinds[kind]
		o := &unstructured.Unstructured{Object: map[string]any{"kind": kind, "apiVersion": r.GroupVersion().String(), "metadata": map[string]any{"name": name}}}
		applied = append(applied, apply.Applied{Unstructured: o, Resource: apply.Resource{GroupVersionResource: r, Namespaced: true}})
	}
	all := targetsOf(applied, false)
	feeds := make([]*feed, 0, len(resourcesOfKinds))
	for _, r := range resourcesOfKinds {
		feeds = append(feeds, &feed{resource: r})
	}
	s := &stage{t: t, judge: newJudge(all), world: newWorld("ns"), feeds: feeds, began: time.Now(), objects: map[string]*unstructured.Unstructured{}}
	for _, f := range feeds {
		s.world.expect(f)
	}
	s.show("")
	return s
}

// show adds objects to the world, or replaces them.
func (s *stage) show(text string) {
	s.t.Helper()
	for _, o := range kubetest.Objects(s.t, text) {
		if o.GetUID() == "" {
			o.SetUID(types.UID(o.GetKind() + "/" + o.GetName()))
		}
		s.objects[o.GetKind()+"/"+o.GetName()] = o
	}
	for _, f := range s.feeds {
		c := change{feed: f, all: true}
		for _, o := range s.objects {
			if resourcesOfKinds[o.GetKind()] == f.resource {
				c.objects = append(c.objects, o)
			}
		}
		s.world.take(c)
	}
}

// at looks at the world so many seconds after the beginning, and gives "ready", the failure's object and reason, or
// "waiting".
func (s *stage) at(seconds float64) string {
	v := s.judge.look(s.world, s.began.Add(time.Duration(seconds*float64(time.Second))), false)
	switch {
	case v.failure != nil:
		culprit := ""
		if v.failure.Culprit != nil {
			culprit = " by " + v.failure.Culprit.String()
		}
		return v.failure.Object.String() + culprit + ": " + v.failure.Reason
	case v.ready:
		return "ready"
	}
	return "waiting"
}

func (s *stage) expect(seconds float64, want string) {
	s.t.Helper()
	if got := s.at(seconds); got != want {
		s.t.Errorf("after %v s: %s, want %s", seconds, got, want)
	}
}

func deploymentYAML(name string, available string) string {
	return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ` + name + `, generation: 1}
spec: {replicas: 1}
status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: ` + available + `}
---
`
}

// podYAML is a Pod of a Deployment's ReplicaSet, and the ReplicaSet.
func podYAML(deployment, status string) string {
	return `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: ` + deployment + `-1, ownerReferences: [{controller: true, kind: Deployment, uid: Deployment/` + deployment + `}]}
---
apiVersion: v1
kind: Pod
metadata: {name: ` + deployment + `-1-x, ownerReferences: [{controller: true, kind: ReplicaSet, uid: ReplicaSet/` + deployment + `-1}]}
spec: {restartPolicy: Always, containers: [{name: main}]}
status: ` + status + `
---
`
}

const (
	crashedTwice  = `{phase: Running, containerStatuses: [{name: main, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, reason: Error}}}]}`
	crashedThrice = `{phase: Running, containerStatuses: [{name: main, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, reason: Error}}}]}`
	crashedFourth = `{phase: Running, containerStatuses: [{name: main, restartCount: 3, state: {terminated: {exitCode: 1, reason: Error}}}]}`
	starting      = `{phase: Pending, containerStatuses: [{name: main, state: {waiting: {reason: ContainerCreating}}}]}`
)

func TestACrashIsBelievedTheThirdTime(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + podYAML("web", crashedTwice))
	s.expect(1, "waiting")
	s.show(podYAML("web", crashedThrice))
	s.expect(12, "Deployment/web by Pod/web-1-x: CrashLoopBackOff")
}

func TestACrashIsForgivenWhileAnotherWorkloadStarts(t *testing.T) {
	s := newStage(t, "Deployment/web Deployment/db")
	s.show(deploymentYAML("web", "0") + podYAML("web", crashedThrice) + deploymentYAML("db", "0") + podYAML("db", starting))
	s.expect(30, "waiting")
	s.show(deploymentYAML("db", "1"))
	s.show(podYAML("db", `{phase: Running, containerStatuses: [{name: main, ready: true, state: {running: {startedAt: "2020-01-01T00:00:00Z"}}}]}`))
	s.expect(40, "waiting") // it has not had its chance with the database
	s.show(podYAML("web", crashedFourth))
	s.expect(60, "Deployment/web by Pod/web-1-x: CrashLoopBackOff")
}

func TestTwoThatCrashWaitForNobody(t *testing.T) {
	s := newStage(t, "Deployment/web Deployment/db")
	s.show(deploymentYAML("web", "0") + podYAML("web", crashedThrice) + deploymentYAML("db", "0") + podYAML("db", crashedThrice))
	s.expect(12, "Deployment/web by Pod/web-1-x: CrashLoopBackOff")
}

func TestImagesThatTheRegistryRefusesFailAtOnceAndOthersAfterASecondTry(t *testing.T) {
	pulling := func(reason, message string) string {
		return podYAML("web", `{phase: Pending, containerStatuses: [{name: main, state: {waiting: {reason: `+reason+`, message: "`+message+`"}}}]}`)
	}
	tests := []struct {
		name, reason, message string
		after                 float64
	}{
		{"never pulled", "ErrImageNeverPull", "", 0},
		{"not an image's name", "InvalidImageName", "", 0},
		{"not in the registry", "ErrImagePull", "rpc error: code = NotFound desc = not found", 0},
		{"no right to it", "ImagePullBackOff", "Back-off pulling image: 401 Unauthorized", 0},
		{"no such host", "ErrImagePull", "dial tcp: lookup nowhere.example: no such host", 4},
		{"a broken connection", "ErrImagePull", "unexpected EOF", 14},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStage(t, "Deployment/web")
			s.show(deploymentYAML("web", "0") + pulling(test.reason, test.message))
			want := "Deployment/web by Pod/web-1-x: " + test.reason
			if test.after > 0 {
				s.expect(1, "waiting")
				s.show(pulling("ImagePullBackOff", "Back-off pulling image: "+test.message))
				s.expect(2, "waiting")
				s.show(pulling(test.reason, test.message))
			}
			s.expect(1+test.after, want)
		})
	}
}

func TestAConfigurationThatIsMissingIsGivenTimeWhileAJobMayMakeIt(t *testing.T) {
	const noConfig = `{phase: Pending, containerStatuses: [{name: main, state: {waiting: {reason: CreateContainerConfigError, message: secret "tls" not found}}}]}`
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + podYAML("web", noConfig))
	s.expect(0, "waiting")
	s.expect(7.9, "waiting")
	s.expect(8, "Deployment/web by Pod/web-1-x: CreateContainerConfigError")

	s = newStage(t, "Deployment/web Job/certificates")
	s.show(deploymentYAML("web", "0") + podYAML("web", noConfig) + "{apiVersion: batch/v1, kind: Job, metadata: {name: certificates}}")
	s.expect(0, "waiting")
	s.expect(100, "waiting")
}

func TestASymptomThatGoesAwayIsForgotten(t *testing.T) {
	const unschedulable = `{phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes"}]}`
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + podYAML("web", unschedulable))
	s.expect(0, "waiting")
	s.show(podYAML("web", starting))
	s.expect(9, "waiting")
	s.show(podYAML("web", unschedulable))
	s.expect(11, "waiting")
	s.expect(20.9, "waiting")
	s.expect(21, "Deployment/web by Pod/web-1-x: Unschedulable")
}

func TestANodeThatIsOnItsWayIsWaitedFor(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + podYAML("web", `{phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable}]}`) +
		"{apiVersion: v1, kind: Event, metadata: {name: e}, reason: TriggeredScaleUp, involvedObject: {uid: Pod/web-1-x}}")
	s.expect(0, "waiting")
	s.expect(100, "waiting")
}

func TestAVolumeThatIsOnItsWayIsWaitedFor(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + podYAML("web", `{phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable,
  message: "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims."}]}`))
	s.expect(0, "waiting")
	s.expect(100, "waiting")
}

func TestAPodWithoutNodeForWantOfAVolumeBlamesTheClaim(t *testing.T) {
	const set = `
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1}}
---
apiVersion: v1
kind: Pod
metadata: {name: db-0, ownerReferences: [{controller: true, uid: StatefulSet/db}]}
spec: {volumes: [{name: data, persistentVolumeClaim: {claimName: data-db-0}}]}
status: {phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable}]}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-0}, status: {phase: Pending}}
---
`
	event := func(reason, message string) string {
		return "{apiVersion: v1, kind: Event, metadata: {name: e}, reason: " + reason + ", message: '" + message + "', involvedObject: {uid: PersistentVolumeClaim/data-db-0}}"
	}
	tests := []struct {
		name, reason, message string
		after                 float64
	}{
		{"no such class", "ProvisioningFailed", `storageclass.storage.k8s.io "fast" not found`, 1},
		{"no default class", "FailedBinding", "no persistent volumes available for this claim and no storage class is set", 2},
		{"the provisioner fails", "ProvisioningFailed", "no space left", 10},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStage(t, "StatefulSet/db")
			s.show(set + event(test.reason, test.message))
			s.expect(0, "waiting")
			s.expect(test.after, "StatefulSet/db by PersistentVolumeClaim/data-db-0: "+test.reason)

			s = newStage(t, "StatefulSet/db PersistentVolumeClaim/data-db-0") // the claim is the package's own
			s.show(set + event(test.reason, test.message))
			s.expect(0, "waiting")
			s.expect(test.after, "PersistentVolumeClaim/data-db-0: "+test.reason)
		})
	}
}

func TestAClaimThatWaitsForAConsumerTheAppDoesNotHaveIsReady(t *testing.T) {
	const claim = `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, status: {phase: Pending}}
---
{apiVersion: v1, kind: Event, metadata: {name: e}, reason: WaitForFirstConsumer, involvedObject: {uid: PersistentVolumeClaim/data}}
---
`
	s := newStage(t, "PersistentVolumeClaim/data")
	s.show(claim)
	s.expect(0, "ready")
	s.show("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]}}")
	s.expect(1, "waiting")
}

func TestAContainerWithoutAProbeHasToRunForAWhile(t *testing.T) {
	running := func(restarts string) string {
		return podYAML("web", `{phase: Running, containerStatuses: [{name: main, ready: true, restartCount: `+restarts+`, state: {running: {startedAt: "`+
			time.Now().UTC().Format(time.RFC3339)+`"}}}]}`)
	}
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "1") + running("0"))
	s.expect(0, "waiting")
	s.expect(2.9, "waiting")
	s.expect(3, "ready")
	s.show(running("1"))
	s.expect(4, "waiting")
	s.expect(14, "ready")
}

func TestAProbeIsBelievedAtOnce(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "1") + strings.Replace(podYAML("web", `{phase: Running, containerStatuses: [{name: main, ready: true, state: {running: {startedAt: "`+
		time.Now().UTC().Format(time.RFC3339)+`"}}}]}`), "{name: main}", "{name: main, readinessProbe: {httpGet: {port: 80}}}", 1))
	s.expect(0, "ready")
}

func TestAFailedJobBlamesItsLastPodWithItsExitCode(t *testing.T) {
	s := newStage(t, "Job/j")
	s.show(`
{apiVersion: batch/v1, kind: Job, metadata: {name: j}, status: {failed: 2, conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: j-a, creationTimestamp: "2026-01-01T00:00:00Z", ownerReferences: [{uid: Job/j}]}, status: {phase: Failed}}
---
{apiVersion: v1, kind: Pod, metadata: {name: j-b, creationTimestamp: "2026-01-01T00:00:09Z", ownerReferences: [{uid: Job/j}]}, status: {phase: Failed, containerStatuses: [{name: c, state: {terminated: {exitCode: 7, reason: Error}}}]}}
`)
	s.expect(0, "Job/j by Pod/j-b: BackoffLimitExceeded")
	v := s.judge.look(s.world, s.began, false)
	if v.failure.ExitCode == nil || *v.failure.ExitCode != 7 || v.failure.Container != "c" {
		t.Errorf("container %s exited %v, want c and 7", v.failure.Container, v.failure.ExitCode)
	}
}

func TestPodsThatCannotBeCreatedFailTheirOwner(t *testing.T) {
	s := newStage(t, "StatefulSet/db")
	s.show(`
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1}}
---
{apiVersion: v1, kind: Event, metadata: {name: e}, reason: FailedCreate, message: "exceeded quota: q", involvedObject: {uid: StatefulSet/db}}`)
	s.expect(0, "waiting")
	s.expect(8, "StatefulSet/db: FailedCreate")
}

func TestPodsOfAnOlderRevisionSayNothing(t *testing.T) {
	old := strings.ReplaceAll(podYAML("web", crashedThrice), "metadata: {name: web-1,", "metadata: {name: web-1, annotations: {deployment.kubernetes.io/revision: '1'},")
	s := newStage(t, "Deployment/web")
	s.show(strings.Replace(deploymentYAML("web", "0"), "generation: 1}", "generation: 1, annotations: {deployment.kubernetes.io/revision: '2'}}", 1) + old)
	s.expect(0, "waiting")
}

func TestPodsOfBeforeAChangeAreNotHeldAgainstIt(t *testing.T) {
	const template = "spec: {replicas: 1, template: {metadata: {labels: {app: web%s}}, spec: {containers: [{name: main, image: %q}]}}}\n"
	for name, deployment := range map[string]string{
		"its controller has not seen the change": strings.Replace(deploymentYAML("web", "0"), "generation: 1}", "generation: 2}", 1),
		"its controller waits for them to go": strings.Replace(deploymentYAML("web", "0"), "spec: {replicas: 1}\n",
			fmt.Sprintf(template, "", "good"), 1),
	} {
		s := newStage(t, "Deployment/web")
		old := strings.Replace(podYAML("web", crashedThrice), "}]}\n---", "}]}\n"+fmt.Sprintf(template, ", pod-template-hash: x", "bad")+"---", 1)
		s.show(deployment + old)
		t.Log(name)
		s.expect(30, "waiting")
	}
	s := newStage(t, "Deployment/web")
	now := strings.Replace(podYAML("web", crashedThrice), "}]}\n---", "}]}\n"+fmt.Sprintf(template, ", pod-template-hash: x", "good")+"---", 1)
	s.show(strings.Replace(deploymentYAML("web", "0"), "spec: {replicas: 1}\n", fmt.Sprintf(template, "", "good"), 1) + now)
	s.expect(12, "Deployment/web by Pod/web-1-x: CrashLoopBackOff")
}

func TestAnObjectThatWasDeletedFails(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.expect(0, "waiting")
	s.expect(5, "Deployment/web: Deleted")
}

func TestAnIngressWaitsForAnAddressOnlyIfSomebodyWouldGiveIt(t *testing.T) {
	const ingress = "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: in}, spec: {ingressClassName: nginx}}"
	s := newStage(t, "Ingress/in")
	s.show(ingress)
	s.expect(0, "ready")
	s.show("{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}}")
	s.expect(0, "waiting")
	s.show("{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: in}, spec: {ingressClassName: nginx}, status: {loadBalancer: {ingress: [{ip: 10.0.0.1}]}}}")
	s.expect(0, "ready")
}

func TestTheEndOfTheTimeNamesEverythingThatIsNotReady(t *testing.T) {
	s := newStage(t, "Deployment/web Deployment/db")
	s.show(deploymentYAML("web", "0") + podYAML("web", `{phase: Running, containerStatuses: [{name: main, state: {running: {}}}]}`) +
		deploymentYAML("db", "0") + podYAML("db", crashedThrice) +
		"{apiVersion: v1, kind: Event, metadata: {name: e}, reason: Unhealthy, message: 'Readiness probe failed: 404', involvedObject: {uid: Pod/web-1-x}}")
	f := s.judge.late(s.world, Options{Timeout: 300 * time.Second, Namespace: "ns"})
	if f.Object.String() != "Deployment/db" || f.Culprit.String() != "Pod/db-1-x" {
		t.Errorf("%s by %s, want what is known to fail: Deployment/db", f.Object, f.Culprit)
	}
	for _, part := range []string{"not ready after 5m0s", "exited 1, three times", "Deployment/web (0 of 1 replicas are available"} {
		if !strings.Contains(f.Message, part) {
			t.Errorf("%q is not in %q", part, f.Message)
		}
	}
}

func TestWhatMayNotBeWatchedIsAFailureUnlessTrusted(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.world.take(change{feed: s.world.feedOf(s.judge.targets[0]), err: errWatch})
	s.expect(0, "Deployment/web: Forbidden")
	if v := s.judge.look(s.world, s.began, true); !v.ready {
		t.Error("it is not trusted")
	}
}

func TestAWorkloadIsNotBelievedBeforeItsPodsAreSeen(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(strings.Replace(deploymentYAML("web", "1"), "availableReplicas", "readyReplicas: 1, availableReplicas", 1))
	s.expect(0, "waiting")
	s.show(podYAML("web", `{phase: Pending}`)) // seen, but as it was before it started
	s.expect(1, "waiting")
	s.show(podYAML("web", `{phase: Running, conditions: [{type: Ready, status: "True"}]}`))
	s.expect(2, "ready")
}
