package artifacts

import (
	"fmt"
	"math"
	"runtime/debug"
	"syscall"
)

// confine bounds what this process may compute and allocate from now on. A process that breaks the bounds dies.
func confine(l Limits) error {
	seconds := uint64(math.Ceil(l.RenderTime.Seconds()))
	// The hard bound kills what survives the soft one.
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds + 1}); err != nil {
		return fmt.Errorf("bound the computing time: %w", err)
	}
	bytes := uint64(l.RenderBytes)
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: bytes, Max: bytes}); err != nil {
		return fmt.Errorf("bound the memory: %w", err)
	}
	debug.SetMemoryLimit(l.RenderBytes / 2)
	return nil
}
