package main

import (
	"bytes"
	"context"
	"flag"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/internal/kube"
)

func TestTheModeFollowsTheNameOfTheEntryPoint(t *testing.T) {
	for program, want := range map[string]deployer.Mode{
		"/bin/deploy.sh": deployer.Install, "/bin/deploy_with_tests.sh": deployer.Verify, "deployer": deployer.Install,
	} {
		if got := modeOf(program); got != want {
			t.Errorf("%s is %s, want %s", program, got, want)
		}
	}
}

func TestTimeoutsAreSeconds(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 0, "90": 90 * time.Second} {
		t.Setenv("TESTER_TIMEOUT", text)
		if got, err := seconds("TESTER_TIMEOUT"); err != nil || got != want {
			t.Errorf("%q is %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"5m", "-1", "0", "soon"} {
		t.Setenv("TESTER_TIMEOUT", text)
		if _, err := seconds("TESTER_TIMEOUT"); err == nil || !strings.Contains(err.Error(), "TESTER_TIMEOUT") {
			t.Errorf("%q was taken: %v", text, err)
		}
	}
}

func TestAWrongCallAndAMissingPackageHaveTheirExitStatus(t *testing.T) {
	for args, want := range map[string]int{"deploy.sh --mode=later": 2, "deploy.sh --nonsense": 2, "deploy.sh more": 2, "deploy.sh --root=/nowhere": 1} {
		if got := run(context.Background(), strings.Fields(args)); got != want {
			t.Errorf("%s: exit status %d, want %d", args, got, want)
		}
	}
}

func TestTheHoldIsOfTheCommandLineElseOfTheEnvironment(t *testing.T) {
	tests := []struct {
		args, environment string
		want              time.Duration // -1 if it is refused
	}{
		{"", "", ready.DefaultHold}, {"--hold=5s", "", 5 * time.Second}, {"", "1m", time.Minute}, {"--hold=0s", "1m", 0},
		{"", "30", -1}, {"--hold=-1s", "", -1},
	}
	for _, test := range tests {
		t.Setenv("CHANDLER_HOLD", test.environment)
		flags := flag.NewFlagSet("deploy.sh", flag.ContinueOnError)
		hold := flags.Duration("hold", ready.DefaultHold, "")
		if err := flags.Parse(strings.Fields(test.args)); err != nil {
			t.Fatal(err)
		}
		if got, err := holdOf(flags, *hold); got != max(test.want, 0) || (err != nil) != (test.want < 0) {
			t.Errorf("%q with CHANDLER_HOLD=%q is %s, %v", test.args, test.environment, got, err)
		}
	}
}

var (
	three  = int32(3)
	tester = kube.Ref{Version: "v1", Kind: "Pod", Name: "ping"}
	web    = kube.Ref{Group: "apps", Version: "v1", Kind: "Deployment", Name: "web"}
	pod    = kube.Ref{Version: "v1", Kind: "Pod", Name: "web-1"}
)

func TestPeopleReadLines(t *testing.T) {
	events := []event.Event{
		{Stage: event.Apply, Kind: event.Begin},
		{Stage: event.Apply, Kind: event.End, Message: "2 objects applied"},
		{Stage: event.Wait, Kind: event.Waiting, Ref: &web, Message: "0 of 1 replicas are available"},
		{Stage: event.Apply, Kind: event.Warning, Ref: &tester, Message: "left out: .spec.colour"},
		{Stage: event.Test, Kind: event.Log, Ref: &tester, Message: "PING"},
		{Stage: event.Test, Kind: event.Log, Ref: &tester, Source: "ping/sidecar", Message: "PONG"},
		{Stage: event.Test, Kind: event.End, Message: "1 tester passed"},
		{Stage: event.Wait, Kind: event.Failed, Failure: &event.Failure{Stage: event.Wait, Object: &web, Culprit: &pod, Container: "web", ExitCode: &three,
			Reason: "CrashLoopBackOff", Message: "container web exited 3, three times", Log: []string{"fatal: no URL"}, Hint: "Set the URL."}},
	}
	want := `apply   done  2 objects applied
wait    waiting for Deployment/web: 0 of 1 replicas are available
apply   WARNING Pod/ping: left out: .spec.colour
SMOKE_TEST PING
SMOKE_TEST ping/sidecar: PONG
SMOKE_TEST test    done  1 tester passed
ERROR wait: Deployment/web: container web exited 3, three times (CrashLoopBackOff)
  Pod/web-1
    fatal: no URL
  Set the URL.
`
	var out bytes.Buffer
	p := printerFor("", &out, &out)
	for _, e := range events {
		p.print(e)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestProgramsReadOneEventALine(t *testing.T) {
	var out bytes.Buffer
	p := printerFor("json", &out, &out)
	p.print(event.Event{Stage: event.Test, Kind: event.Log, Ref: &tester, Message: "a\nb"})
	p.error(context.Canceled)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	for i, kind := range []event.Kind{event.Log, event.Failed} {
		if e, ok := event.Parse([]byte(lines[i])); !ok || e.Kind != kind {
			t.Errorf("line %d is %q", i+1, lines[i])
		}
	}
}
