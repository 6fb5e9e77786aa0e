package e2e

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// anotherBuild is the program, but for what it says of its build.
func anotherBuild(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(binary(t))
	if err != nil {
		t.Fatal(err)
	}
	file, err := elf.Open(binary(t))
	if err != nil {
		t.Fatal(err)
	}
	note := file.Section(".note.go.buildid")
	content[note.Offset+note.Size-2] ^= 1 // in the last of its words
	_ = file.Close()
	path := filepath.Join(t.TempDir(), "chandler-cluster")
	if err := os.WriteFile(path, content, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAClusterOfAnotherBuildIsTold(t *testing.T) {
	h := newHome(t)
	h.up("--ephemeral")
	if own := h.run("status"); !strings.Contains(own, "of this build") {
		t.Errorf("its own program says %s", own)
	}
	out, err := exec.Command(anotherBuild(t), "status").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "of another build than this program") {
		t.Errorf("another build says %s, %v", out, err)
	}
}
