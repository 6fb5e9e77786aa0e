package logs

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/cluster/state"
)

func written(t *testing.T, logs map[string]string) state.Dir {
	t.Helper()
	d := state.Dir(t.TempDir())
	if err := os.Mkdir(d.Logs(), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range logs {
		if err := os.WriteFile(d.Log(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestTailOfACrashEndsWithItsReason(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	text := "one\ntwo\npanic: the disk is full\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:1\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Tail(file, 2); got != "two\npanic: the disk is full" {
		t.Errorf("got %q", got)
	}
	if got := Tail(file+"x", 2); got != "" {
		t.Errorf("got %q of no file", got)
	}
}

func TestLinesOfSeveralLogsCarryTheirComponent(t *testing.T) {
	d := written(t, map[string]string{"etcd": "1\n2\n3\n", "kubelet": "a\n"})
	var out bytes.Buffer
	if err := Print(t.Context(), &out, d, Options{Tail: 2}); err != nil {
		t.Fatal(err)
	}
	if out.String() != "etcd | 2\netcd | 3\nkubelet | a\n" {
		t.Errorf("got %q", out.String())
	}
}

func TestAnUnknownComponentIsToldWhichThereAre(t *testing.T) {
	d := written(t, map[string]string{"etcd": "", "kubelet": ""})
	err := Print(t.Context(), &bytes.Buffer{}, d, Options{Components: []string{"etc"}})
	if err == nil || !strings.Contains(err.Error(), "etcd, kubelet") {
		t.Errorf("got %v", err)
	}
}

// lines collects what is written and ends the context when it has seen the last.
type lines struct {
	bytes.Buffer
	last string
	end  context.CancelFunc
}

func (l *lines) Write(p []byte) (int, error) {
	n, err := l.Buffer.Write(p)
	if strings.Contains(l.String(), l.last) {
		l.end()
	}
	return n, err
}

func TestFollowingGoesOnThroughRotationAndTruncation(t *testing.T) {
	d := written(t, map[string]string{"etcd": "one\n"})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	out := &lines{last: "four", end: cancel}
	go func() {
		steps := []func() error{
			func() error { return add(d.Log("etcd"), "two\n") },
			func() error { return os.Rename(d.Log("etcd"), d.Log("etcd")+".1") },
			func() error { return add(d.Log("etcd"), "three\n") },
			func() error { return os.Truncate(d.Log("etcd"), 0) },
			func() error { return add(d.Log("etcd"), "four\n") },
		}
		for _, step := range steps {
			<-time.After(50 * time.Millisecond)
			if err := step(); err != nil {
				t.Error(err)
			}
		}
	}()
	if err := Print(ctx, out, d, Options{Components: []string{"etcd"}, Follow: true, Tail: -1}); err != nil {
		t.Fatal(err)
	}
	if out.String() != "one\ntwo\nthree\nfour\n" {
		t.Errorf("got %q", out.String())
	}
}

func add(file, text string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
}
