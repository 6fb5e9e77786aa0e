package render

import (
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// confine bounds what this process may compute and allocate from now on. A process that breaks the bounds dies.
func confine(l Limits) error {
	seconds := uint64(computing(l) / time.Second)
	// The hard bound kills what survives the soft one.
	if err := lower(syscall.RLIMIT_CPU, seconds, seconds+1); err != nil {
		return fmt.Errorf("bound the computing time: %w", err)
	}
	bytes := uint64(l.MemoryBytes)
	if err := lower(syscall.RLIMIT_DATA, bytes, bytes); err != nil {
		return fmt.Errorf("bound the memory: %w", err)
	}
	debug.SetMaxStack(int(l.MemoryBytes / 2))
	debug.SetMemoryLimit(l.MemoryBytes / 2)
	debug.SetGCPercent(100)
	return nil
}

// lower sets a limit of this process, or leaves it if it is lower already.
func lower(resource int, soft, hard uint64) error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(resource, &now); err != nil {
		return err
	}
	return syscall.Setrlimit(resource, &syscall.Rlimit{Cur: min(now.Cur, soft), Max: min(now.Max, hard)})
}

// computing is the processor time that a worker has, in whole seconds: the limit, or what this process itself has.
func computing(l Limits) time.Duration {
	seconds := max(1, uint64(math.Ceil(l.Time.Seconds())))
	var own syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CPU, &own); err == nil {
		seconds = min(seconds, own.Cur)
	}
	return time.Duration(seconds) * time.Second
}

// containerMemory gives the bytes of memory that the container has which this runs in.
func containerMemory() (bytes int64, known bool) {
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64); err == nil && n > 0 {
			return n, true
		}
	}
	return 0, false
}
