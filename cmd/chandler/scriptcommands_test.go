package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/chandler-dev/chandler/internal/kube"
)

// scriptStatus is the command `status N PROGRAM ARG…`: it runs the program, keeps its output for stdout and stderr,
// and fails unless the exit status is N.
func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// scriptInterrupt is the command `interrupt TEXT PROGRAM ARG…`: it runs the program, interrupts it as soon as a line
// of its output has TEXT, and writes all output to the file "interrupted".
func scriptInterrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: interrupt TEXT PROGRAM [ARG...]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[1], args[2:]...)
	cmd.Dir, cmd.Env = ts.Getenv("WORK"), scriptEnvironment(ts)
	pipe, write, err := os.Pipe()
	ts.Check(err)
	cmd.Stdout, cmd.Stderr = write, write
	ts.Check(cmd.Start())
	ts.Check(write.Close())
	var output strings.Builder
	interrupted := false
	for lines := bufio.NewScanner(pipe); lines.Scan(); {
		output.WriteString(lines.Text() + "\n")
		if !interrupted && strings.Contains(lines.Text(), args[0]) {
			interrupted = true
			ts.Check(cmd.Process.Signal(os.Interrupt))
		}
	}
	err = cmd.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("interrupted"), []byte(output.String()), 0o600))
	if !interrupted {
		ts.Fatalf("no line with %q in its output:\n%s", args[0], output.String())
	}
	if err == nil {
		ts.Fatalf("exit status 0 after an interrupt:\n%s", output.String())
	}
}

func scriptEnvironment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "XDG_CACHE_HOME", "CHANDLER_CLUSTER", "CHANDLER_DEPLOYER", "NO_COLOR", "KUBECONFIG"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	return env
}

// verificationName is the name of a verification's namespace.
var verificationName = regexp.MustCompile(`apptest-[a-z0-9]{8}`)

// scriptGone is the command `gone FILE`: it fails if the namespace of the verification whose output is in FILE stands
// in the test cluster and is not on its way out, or a cluster-scoped role for it is left.
func scriptGone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gone FILE")
	}
	name := verificationName.FindString(ts.ReadFile(args[0]))
	if name == "" {
		ts.Fatalf("%s names no verification", args[0])
	}
	config, err := clientcmd.BuildConfigFromFlags("", ts.Getenv("CHANDLER_TEST_KUBECONFIG"))
	ts.Check(err)
	client, err := kube.New(config)
	ts.Check(err)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	namespace, err := client.Typed.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{})
	if err == nil && namespace.DeletionTimestamp == nil || err != nil && !apierrors.IsNotFound(err) {
		ts.Fatalf("namespace %s is left: %v", name, err)
	}
	roles, err := client.Typed.RbacV1().ClusterRoles().List(ctx, metav1.ListOptions{})
	ts.Check(err)
	for _, r := range roles.Items {
		if strings.Contains(r.Name, name) {
			ts.Fatalf("ClusterRole %s is left", r.Name)
		}
	}
}
