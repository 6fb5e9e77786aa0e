package schema

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

const (
	// hostileVariable tells a child process which of the hostile files to read.
	hostileVariable = "CHANDLER_TEST_HOSTILE_FILE"
	// harmless is read to see what the process needs by itself.
	harmless = "harmless"

	maxMemory = 64 << 20
)

// Each file is read by a process of its own, since memory that one file took would hide what the next one takes.
func TestNoFileTakesMuchMemoryOrPanics(t *testing.T) {
	if name := os.Getenv(hostileVariable); name != "" {
		readHostile(t, name)
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("the memory of a process is read from /proc")
	}
	itself := memoryFor(t, harmless)
	for _, name := range slices.Sorted(maps.Keys(hostileFiles())) {
		t.Run(name, func(t *testing.T) {
			if took := memoryFor(t, name) - itself; took > maxMemory {
				t.Errorf("it takes %d MiB, more than %d", took>>20, maxMemory>>20)
			}
		})
	}
}

var (
	peak  = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)
	spent = regexp.MustCompile(`(?m)^took .*$`)
)

// memoryFor gives the largest number of bytes that a process had in memory which read the file.
func memoryFor(t *testing.T, name string) int {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNoFileTakesMuchMemoryOrPanics$", "-test.v")
	// What counts is what a file needs, not how much garbage lies around when the machine is too busy to collect it.
	child.Env = append(os.Environ(), hostileVariable+"="+name, fmt.Sprintf("GOMEMLIMIT=%d", maxMemory))
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := peak.FindSubmatch(out)
	if found == nil {
		t.Fatalf("the process has not told its memory:\n%s", out)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MiB, %s", kilobytes>>10, spent.Find(out))
	return kilobytes << 10
}

// readHostile goes the whole way from a file to its problems, and tells the memory that the process has had.
func readHostile(t *testing.T, name string) {
	data := []byte(v1(""))
	if name != harmless {
		data = []byte(hostileFiles()[name]())
	}
	began := processorTime(t)
	s, err := Parse("schema.yaml", data)
	var problems Problems
	if err == nil {
		problems = s.Check()
		_, err = Resolve(s, map[string]any{}, testEnvironment())
	}
	var more Problems
	if errors.As(err, &more) {
		problems = append(problems, more...)
	}
	_ = problems.Error()
	took := processorTime(t) - began
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s\ntook %s of processor time, %d problems\n", peak.Find(status), took.Round(time.Millisecond), len(problems))
}

func processorTime(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
