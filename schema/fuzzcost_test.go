package schema_test

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"
)

// What an input of up to 1 MiB may cost.
const (
	mostCPU    = 2 * time.Second
	mostMemory = 64 << 20 // bytes
)

// withinBounds calls f, which is a function of the input alone, and fails if that costs more than an input may.
func withinBounds(t *testing.T, f func()) {
	t.Helper()
	cpu, allocated := cpuTime(t), metric("/gc/heap/allocs:bytes")
	f()
	if took := cpuTime(t) - cpu; took > mostCPU {
		t.Fatalf("it took %s of processor time; %s is the most", took, mostCPU)
	}
	if metric("/gc/heap/allocs:bytes")-allocated <= mostMemory {
		return
	}
	// So much is not in use at once, but only a second look tells how much is.
	if peak := peakMemory(f); peak > mostMemory {
		t.Fatalf("it needed %d MiB of memory at once; %d MiB is the most", peak>>20, mostMemory>>20)
	}
}

// cpuTime gives the processor time of this process, garbage collection included. It is not the time of the clock, which
// goes on while a busy machine does other work: a bound on that would fail for no fault of the input.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// peakMemory gives by how many bytes the heap grows while f runs, a tenth of them garbage at most.
func peakMemory(f func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	runtime.GC()
	const heap = "/memory/classes/heap/objects:bytes"
	before := metric(heap)
	end, peak := make(chan struct{}), make(chan uint64)
	go func() {
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		most := before
		for {
			select {
			case <-look.C:
				most = max(most, metric(heap))
			case <-end:
				peak <- most
				return
			}
		}
	}()
	f()
	close(end)
	return <-peak - before
}

func metric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
