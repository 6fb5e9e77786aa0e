package preflight

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestEveryFailedCheckSaysWhatToDo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	checks := append(Quick(t.TempDir()), tool("no-such-program", "no-such-package"), diskSpace("/proc"))
	for _, c := range checks {
		if c.OK != (c.Fix == "") {
			t.Errorf("%+v", c)
		}
	}
	if err := Error(checks); err == nil || !strings.Contains(err.Error(), "apt-get install no-such-package") {
		t.Errorf("got %v", err)
	}
}

func TestInstancesOfInotifyThatAreUsedUpAreSeen(t *testing.T) {
	if c := inotify(); !c.OK {
		t.Skip(c.Message)
	}
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Setrlimit(unix.RLIMIT_NOFILE, &before) })
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: inotifyNeeded, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	if c := inotify(); c.OK || !strings.Contains(c.Message, "only ") || !strings.Contains(c.Fix, "max_user_instances=") {
		t.Errorf("%+v", c)
	}
}

func TestTheFolderWithAllProgramsPasses(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "cni"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"containerd-shim-runc-v2", "chandler-pause", "cni/ptp", "cni/host-local"} {
		if c := companions(folder); c.OK {
			t.Errorf("passes before %s is there", name)
		}
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if c := companions(folder); !c.OK {
		t.Errorf("%+v", c)
	}
}
