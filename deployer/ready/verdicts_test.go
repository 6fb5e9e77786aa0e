package ready

import (
	"strings"
	"testing"
)

const configuration = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: check}
webhooks:
- {name: a.example.com, failurePolicy: Fail, clientConfig: {caBundle: eA==, service: {namespace: ns, name: hook}}}
---
`

func endpointsYAML(ready string) string {
	return "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: hook-1, labels: {kubernetes.io/service-name: hook}}, endpoints: [{conditions: {ready: " + ready + "}}]}\n---\n"
}

func TestAWebhookThatNobodyAnswersIsNamed(t *testing.T) {
	s := newStage(t, "ValidatingWebhookConfiguration/check Deployment/web")
	s.show(configuration + endpointsYAML("false") + deploymentYAML("web", "0") + podYAML("web", starting))
	s.expect(0, "waiting")
	s.expect(100, "waiting") // its server may be what has not started
	s.show(deploymentYAML("web", "1"))
	s.expect(101, "waiting")
	s.expect(159, "waiting")
	s.expect(160, "ValidatingWebhookConfiguration/check: WebhookUnreachable")
	s.show(endpointsYAML("true"))
	s.expect(161, "ready")
	s.show(strings.Replace(configuration, "caBundle: eA==, ", "", 1))
	s.expect(162, "waiting")
	for _, harmless := range []string{strings.Replace(configuration, "Fail", "Ignore", 1), strings.Replace(configuration, "namespace: ns", "namespace: other", 1),
		strings.Replace(configuration, "service: {namespace: ns, name: hook}", "url: 'https://example.com'", 1)} {
		s.show(endpointsYAML("false") + harmless)
		s.expect(163, "ready")
	}
}

func TestALoadBalancerThatNothingMakesIsToldEarly(t *testing.T) {
	const service = "{apiVersion: v1, kind: Service, metadata: {name: lb}, spec: {type: LoadBalancer}}\n---\n"
	event := func(kind, reason string) string {
		return "{apiVersion: v1, kind: Event, metadata: {name: e}, type: " + kind + ", reason: " + reason + ", message: no addresses left, involvedObject: {uid: Service/lb}}"
	}
	s := newStage(t, "Service/lb")
	s.show(service)
	s.expect(0, "waiting")
	s.expect(59, "waiting")
	s.expect(60, "Service/lb: NoLoadBalancer")
	s.show(event("Normal", "EnsuringLoadBalancer"))
	s.expect(200, "waiting") // somebody makes one
	s.show(event("Warning", "SyncLoadBalancerFailed"))
	s.expect(201, "waiting")
	s.expect(231, "Service/lb: SyncLoadBalancerFailed")
}

func TestAGatewayIsWaitedForIfItsClassIsServed(t *testing.T) {
	class := func(status string) string {
		return "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: x}, status: {conditions: [{type: Accepted, status: '" + status + "'}]}}\n---\n"
	}
	gateway := func(conditions string) string {
		return "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g}, spec: {gatewayClassName: x}, status: {conditions: [" + conditions + "]}}\n---\n"
	}
	s := newStage(t, "Gateway/g")
	s.show(class("Unknown") + gateway("{type: Accepted, status: Unknown}"))
	s.expect(0, "ready")
	s.show(class("True"))
	s.expect(1, "waiting")
	s.show(gateway("{type: Accepted, status: 'True'}, {type: Programmed, status: 'False', reason: Invalid}"))
	s.expect(2, "waiting")
	s.expect(22, "Gateway/g: Invalid")
	s.show(gateway("{type: Accepted, status: 'True'}, {type: Programmed, status: 'True'}"))
	s.expect(23, "ready")
}

func TestACronJobTellsOfItsLastRun(t *testing.T) {
	const cron = "{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {schedule: '0 3 * * *', timeZone: Asia/Seoul}}\n---\n"
	job := func(name, created, condition string) string {
		return "{apiVersion: batch/v1, kind: Job, metadata: {name: " + name + ", creationTimestamp: '2026-01-0" + created + "T03:00:00Z', ownerReferences: [{uid: CronJob/c}]}, status: {conditions: [{type: " +
			condition + ", status: 'True', message: backoff limit}]}}\n---\n"
	}
	s := newStage(t, "CronJob/c")
	s.show(cron + job("c-1", "1", "Complete") + job("c-2", "2", "Failed"))
	s.expect(0, "ready")
	look := func() Status { return s.judge.status(s.world, s.judge.targets[0], nil) }
	if got := look(); got.Message != `runs at "0 3 * * *" of Asia/Seoul; its last run, Job/c-2, failed: backoff limit` {
		t.Errorf("%+v", got)
	}
	s.show(job("c-3", "3", "Complete"))
	if got := look(); got.Message != `runs at "0 3 * * *" of Asia/Seoul` {
		t.Errorf("%+v", got)
	}
	s.show("{apiVersion: v1, kind: Event, metadata: {name: e}, reason: UnknownTimeZone, message: unknown time zone, involvedObject: {uid: CronJob/c}}")
	s.expect(1, "CronJob/c: UnknownTimeZone")
}

func TestPodsThatArePutOffTheirNodesFailTheirOwner(t *testing.T) {
	pods := ""
	for _, name := range []string{"a", "b", "c"} {
		pods += strings.ReplaceAll(podYAML("web", "{phase: Failed, reason: Evicted, message: low on memory}"), "web-1-x", name)
	}
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + pods)
	s.expect(0, "waiting")
	s.expect(5, "Deployment/web by Pod/a: Evicted")
}

func TestANodeThatDoesNotAnswerIsNamed(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + strings.Replace(podYAML("web", "{phase: Running, conditions: [{type: Ready, status: 'False'}]}"), "spec: {", "spec: {nodeName: n1, ", 1) +
		"{apiVersion: v1, kind: Event, metadata: {name: e}, reason: NodeNotReady, involvedObject: {uid: Pod/web-1-x}}")
	s.expect(0, "waiting")
	s.expect(30, "Deployment/web by Pod/web-1-x: NodeNotReady")
}

func TestAVolumeThatAnotherPodHasIsNamedWhenItLasts(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "0") + podYAML("web", starting) +
		"{apiVersion: v1, kind: Event, metadata: {name: e}, reason: FailedAttachVolume, message: Multi-Attach error for volume, involvedObject: {uid: Pod/web-1-x}}")
	s.expect(0, "waiting")
	s.expect(89, "waiting")
	s.expect(90, "Deployment/web by Pod/web-1-x: FailedAttachVolume")
}

func TestACrashIsExcusedForAMinuteByACustomResource(t *testing.T) {
	s := newStage(t, "Deployment/web Thing/db")
	s.show(deploymentYAML("web", "0") + podYAML("web", crashedThrice) + "{apiVersion: example.com/v1, kind: Thing, metadata: {name: db}, status: {phase: Creating}}")
	s.expect(0, "waiting")
	s.expect(59, "waiting") // its operator may be making the database
	s.expect(60, "Deployment/web by Pod/web-1-x: CrashLoopBackOff")
}

func TestAnAPIThatIsNotServedThoughAllRunsIsNamed(t *testing.T) {
	s := newStage(t, "APIService/v1.example.com")
	s.show("{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.example.com}, status: {conditions: [{type: Available, status: 'False', reason: MissingEndpoints, message: no endpoints}]}}")
	s.expect(0, "waiting")
	s.expect(60, "APIService/v1.example.com: MissingEndpoints")
}

func TestAPodOfAnEarlierRevisionOfAStatefulSetIsToBeDeleted(t *testing.T) {
	s := newStage(t, "StatefulSet/db")
	s.show(`
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 2, currentRevision: a, updateRevision: b}}
---
{apiVersion: v1, kind: Pod, metadata: {name: db-0, labels: {controller-revision-hash: a}, ownerReferences: [{controller: true, uid: StatefulSet/db}]},
  spec: {restartPolicy: Always, containers: [{name: main}]}, status: ` + crashedThrice + `}`)
	s.expect(0, "StatefulSet/db by Pod/db-0: CrashLoopBackOff")
	if v := s.judge.look(s.world, s.began, false); !strings.Contains(v.failure.Hint, "kubectl delete pod db-0") {
		t.Errorf("the hint is %q", v.failure.Hint)
	}
}
