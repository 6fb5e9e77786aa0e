package fit

import (
	"fmt"

	"github.com/chandler-dev/chandler/schema"
)

// lacking says what nodes have that do not take as much of an entry as they should: all of them, or, where each replica
// wants its own, those that take none.
func (k *checker) lacking(r schema.ResourceConstraint, e entry) string {
	var said []string
	for _, n := range k.nodes {
		if why := n.closed(false); why != "" {
			said = append(said, "node "+n.Name+" "+why)
		} else if !e.distinct || e.into(n.free(), 1) == 0 {
			said = append(said, "node "+n.Name+" has "+n.freeWords(r.CPU != "", r.Memory != ""))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + theFirst(said)
}

// free says of each node what is free there.
func (k *checker) free(cpu, memory bool) []string {
	said := make([]string, 0, len(k.nodes))
	for _, n := range k.nodes {
		if n.closed(false) == "" {
			said = append(said, n.Name+" "+n.freeWords(cpu, memory))
		}
	}
	return said
}

// shut says which nodes take no Pods and why; empty if there are none.
func (k *checker) shut() string {
	var said []string
	for _, n := range k.nodes {
		if why := n.closed(false); why != "" {
			said = append(said, "node "+n.Name+" "+why)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + theFirst(said)
}

func (n Node) freeWords(cpu, memory bool) string {
	free := n.free()
	var c, m string
	if cpu {
		c = cpuWords(free.cpu) + " CPU"
	}
	if memory {
		m = memoryWords(free.memory) + " memory"
	}
	return and(c, m) + " free"
}

func suffixed(text, suffix string) string {
	if text == "" {
		return ""
	}
	return text + suffix
}

// each says that an amount is meant for every one of n.
func each(n int64) string {
	if n == 1 {
		return ""
	}
	return " each"
}

// fewer writes a number that is too small.
func fewer(n int64) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("%d only", n)
}

// onlySome writes that n of all nodes have what was asked for, which is too few.
func onlySome(n, all int64) string {
	switch {
	case all == 0:
		return "there are no nodes"
	case n == 0:
		return "no node has that"
	case all == 1:
		return "there is only 1 node"
	case n == all:
		return fmt.Sprintf("there are only %d nodes", all)
	case n == 1:
		return fmt.Sprintf("only 1 of %d nodes has that", all)
	}
	return fmt.Sprintf("only %d of %d nodes have that", n, all)
}

// thereAre writes how many nodes there are.
func thereAre(n int) string {
	switch n {
	case 0:
		return "there is none that takes Pods"
	case 1:
		return "there is only 1 that takes Pods"
	}
	return fmt.Sprintf("there are only %d that take Pods", n)
}
