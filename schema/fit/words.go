package fit

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// listed is how many nodes are named in a message.
const listed = 3

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// cpuWords writes millicores: 1500m, 2.
func cpuWords(milli int64) string {
	return resource.NewMilliQuantity(milli, resource.DecimalSI).String()
}

// memoryWords writes bytes in the unit that people use, rounded down.
func memoryWords(bytes int64) string {
	const ki, mi, gi = 1 << 10, 1 << 20, 1 << 30
	switch {
	case bytes >= gi:
		tenths := bytes / (gi / 10)
		return strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0") + "Gi"
	case bytes >= mi:
		return fmt.Sprintf("%dMi", bytes/mi)
	case bytes >= ki:
		return fmt.Sprintf("%dKi", bytes/ki)
	}
	return fmt.Sprint(bytes)
}

// and joins two texts, either of which may be empty.
func and(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " and " + b
}

// theFirst joins what is said of nodes, and counts those that are too many to be listed.
func theFirst(nodes []string) string {
	if more := len(nodes) - listed; more > 0 {
		nodes = append(nodes[:listed:listed], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(nodes, ", ")
}
