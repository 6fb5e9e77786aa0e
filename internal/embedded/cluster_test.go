package embedded

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program writes a shell script that stands for the embedded cluster's program, which this package only runs.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), Program)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatTheProgramAnswersIsRead(t *testing.T) {
	c := Cluster{Name: "one", Program: program(t, `[ "$*" = "up --name one --output json" ] || exit 3
echo '{"name": "one", "running": true, "kubernetes": "v1.36.3", "kubeconfig": "/k", "startSeconds": 2.5}'`)}
	s, err := c.Up(t.Context())
	if err != nil || !s.Running || s.Kubernetes != "v1.36.3" || s.StartSeconds != 2.5 {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestWordsOfTheProgramReachTheUser(t *testing.T) {
	c := Cluster{Name: "one", Program: program(t, "echo 'error: no runc here' >&2\nexit 1")}
	if _, err := c.Up(t.Context()); err == nil || err.Error() != `embedded cluster "one": no runc here` {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerThatIsNoJSONIsAnError(t *testing.T) {
	c := Cluster{Name: "one", Program: program(t, "echo hello")}
	if _, err := c.Status(t.Context()); err == nil || !strings.Contains(err.Error(), "answered no JSON") {
		t.Errorf("got %v", err)
	}
}

func TestAMachineThatLacksSomethingStillAnswersPreflight(t *testing.T) {
	c := Cluster{Program: program(t, `echo '[{"name": "runc", "ok": false, "message": "not found", "fix": "install it"}]'; exit 1`)}
	checks, err := c.Preflight(t.Context())
	if err != nil || len(checks) != 1 || checks[0].OK || checks[0].Fix != "install it" {
		t.Errorf("got %+v, %v", checks, err)
	}
}

func TestTheProgramIsTheOneThatTheEnvironmentNames(t *testing.T) {
	t.Setenv("CHANDLER_CLUSTER", "/somewhere/chandler-cluster")
	if path, err := Find(); err != nil || path != "/somewhere/chandler-cluster" {
		t.Errorf("got %s, %v", path, err)
	}
}
