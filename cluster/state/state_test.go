package state

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestNamesThatCannotBeAFolderOrAHostAreRefused(t *testing.T) {
	for _, name := range []string{"", "..", "a/b", "A", "-a", "a-", "a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		if _, err := Open("/x", name); err == nil {
			t.Errorf("%q is accepted", name)
		}
	}
	if d, err := Open("/x", "team-a"); err != nil || d.Record() != "/x/team-a/cluster.json" {
		t.Errorf("%v, %v", d, err)
	}
}

func TestAProcessIsNotMistakenForALaterOneOfThatNumber(t *testing.T) {
	p, err := Identify(os.Getpid())
	if err != nil || !p.Alive() {
		t.Fatalf("%v, %v", p, err)
	}
	p.StartTick++
	if p.Alive() {
		t.Error("another process of that number is taken for it")
	}
	if err := p.Kill(time.Second); err != nil {
		t.Errorf("killing a process that is gone: %v", err)
	}
}

func TestKillWaitsUntilTheProcessIsGone(t *testing.T) {
	command := exec.Command("sleep", "60")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p, err := Identify(command.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Kill(5 * time.Second); err != nil || p.Alive() {
		t.Errorf("%v, alive: %v", err, p.Alive())
	}
	_ = command.Wait()
}

func TestALockIsWaitedForAndGivenUpWithTheContext(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cluster")
	held, err := Acquire(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := Acquire(ctx, folder); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	time.AfterFunc(20*time.Millisecond, held.Release)
	next, err := Acquire(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	next.Release()
}

func TestALockOnAFolderRemovedMeanwhileIsTakenOnTheNewOne(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cluster")
	held, err := Acquire(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() {
		_ = os.RemoveAll(folder)
		held.Release()
	})
	next, err := Acquire(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Release()
	if _, err := os.Stat(folder); err != nil {
		t.Errorf("the folder that is locked does not exist: %v", err)
	}
}
