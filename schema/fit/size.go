package fit

import (
	"math"

	"k8s.io/apimachinery/pkg/api/resource"
)

// size is an amount of CPU in millicores and of memory in bytes.
type size struct {
	cpu, memory int64
}

func sizeOf(cpu, memory resource.Quantity) size {
	return size{milli(cpu), whole(memory)}
}

// milli gives a quantity in thousandths, rounded up, 0 at least; what does not fit into 64 bits is their greatest number.
func milli(q resource.Quantity) int64 {
	if q.CmpInt64(math.MaxInt64/1000) >= 0 {
		return math.MaxInt64
	}
	return max(q.MilliValue(), 0)
}

// whole gives a quantity as a whole number, rounded up, 0 at least.
func whole(q resource.Quantity) int64 {
	if q.CmpInt64(math.MaxInt64) >= 0 {
		return math.MaxInt64
	}
	return max(q.Value(), 0)
}

// without is the room that is left of s when used is taken.
func (s size) without(used size) size {
	return size{max(s.cpu-used.cpu, 0), max(s.memory-used.memory, 0)}
}

// times says how often one fits into s, up to most.
func (s size) times(one size, most int64) int64 {
	if one.cpu > 0 {
		most = min(most, s.cpu/one.cpu)
	}
	if one.memory > 0 {
		most = min(most, s.memory/one.memory)
	}
	return most
}

// less takes n times one out of s, which must have room for it.
func (s size) less(one size, n int64) size {
	return size{s.cpu - n*one.cpu, s.memory - n*one.memory}
}
