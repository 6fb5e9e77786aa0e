package fit

import (
	"cmp"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/chandler-dev/chandler/schema"
)

// resources judges each entry alone, as if it had the cluster's free room for itself, and then all of them together:
// they take room from each other.
func (k *checker) resources() {
	var entries []entry
	together := Fits
	for i, r := range k.constraints.Resources {
		name := fmt.Sprintf("resources[%d]", i)
		switch e, err := entryOf(r); {
		case k.cluster.NodesUnknown:
			k.add(name, NotKnown, "needs room on nodes, but this user may not read the cluster's nodes")
			together = NotKnown
		case r.GPUs != nil:
			k.gpus(name, r.GPUs)
		case err != nil:
			k.add(name, NotKnown, err.Error())
			together = NotKnown
		default:
			status, message := k.alone(r, e)
			k.add(name, status, message)
			if status == Fails {
				together = NotKnown
			}
			entries = append(entries, e)
		}
	}
	if together == Fits && len(entries) > 1 {
		k.together(entries)
	}
}

// entryOf reads the quantities of an entry. The error says which one is none.
func entryOf(r schema.ResourceConstraint) (entry, error) {
	e := entry{replicas: max(r.Replicas, 1), distinct: r.Affinity == schema.OneNodePerReplica}
	cpu, err := quantity("cpu", r.CPU)
	if err != nil {
		return e, err
	}
	memory, err := quantity("memory", r.Memory)
	e.one = sizeOf(cpu, memory)
	return e, err
}

func quantity(key, text string) (resource.Quantity, error) {
	if text == "" {
		return resource.Quantity{}, nil
	}
	q, err := resource.ParseQuantity(text)
	if err != nil {
		return q, fmt.Errorf("needs %s %s, which is not a Kubernetes quantity", key, text)
	}
	return q, nil
}

// alone judges one entry. An answer of fits is no answer where the Pods on the nodes are not known.
func (k *checker) alone(r schema.ResourceConstraint, e entry) (Status, string) {
	status, message := k.room(r, e)
	if status == Fits && k.cluster.RequestsUnknown {
		return NotKnown, message + ", if nothing else ran there; this user may not read all Pods, so what they take is not known"
	}
	return status, message
}

func (k *checker) room(r schema.ResourceConstraint, e entry) (Status, string) {
	rooms := k.open()
	if r.Affinity == schema.MinimumNodeCount && int64(len(rooms)) < r.MinimumNodeCount {
		return Fails, fmt.Sprintf("needs %s, but %s%s", count(r.MinimumNodeCount, "node"), thereAre(len(rooms)), k.shut())
	}
	held := int64(0)
	for _, room := range rooms {
		held += e.into(room, e.replicas-held)
	}
	needs := and(suffixed(r.CPU, " CPU"), suffixed(r.Memory, " memory"))
	switch {
	case e.distinct && held == e.replicas:
		return Fits, fmt.Sprintf("needs %s with %s free; the cluster has that", count(e.replicas, "node"), needs)
	case e.distinct:
		return Fails, fmt.Sprintf("needs %s with %s free%s, but %s%s", count(e.replicas, "node"), needs, each(e.replicas),
			onlySome(held, int64(len(k.nodes))), k.lacking(r, e))
	case held == e.replicas:
		return Fits, fmt.Sprintf("needs room for %s of %s; the cluster has that", count(e.replicas, "replica"), needs)
	}
	return Fails, fmt.Sprintf("needs room for %s of %s, but there is room for %s%s", count(e.replicas, "replica"), needs, fewer(held), k.lacking(r, e))
}

// together judges entries that all fit alone.
func (k *checker) together(entries []entry) {
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.one.cpu, a.one.cpu), cmp.Compare(b.one.memory, a.one.memory))
	})
	needs := fmt.Sprintf("needs room for all %d entries at the same time", len(entries))
	switch status := place(entries, k.open()); {
	case status == Fails:
		k.add("resources", Fails, needs+": each fits alone, but they take it from each other; free on nodes: "+theFirst(k.free(true, true)))
	case status == NotKnown:
		k.add("resources", NotKnown, needs+"; each fits alone, but there are too many ways to place them to try all")
	case k.cluster.RequestsUnknown:
		k.add("resources", NotKnown, needs+"; this user may not read all Pods, so what they take is not known")
	default:
		k.add("resources", Fits, needs+"; the cluster has that")
	}
}

// open gives the free room of the nodes that take Pods.
func (k *checker) open() []size {
	var rooms []size
	for _, n := range k.nodes {
		if n.closed(false) == "" {
			rooms = append(rooms, n.free())
		}
	}
	return rooms
}

// free is what of a node's room no Pod has requested.
func (n Node) free() size {
	return sizeOf(n.Allocatable.CPU, n.Allocatable.Memory).without(sizeOf(n.Requested.CPU, n.Requested.Memory))
}

// inOrder sorts nodes: those with the most free room first.
func inOrder(nodes []Node) []Node {
	sorted := slices.Clone(nodes)
	slices.SortFunc(sorted, func(a, b Node) int {
		x, y := a.free(), b.free()
		return cmp.Or(cmp.Compare(y.cpu, x.cpu), cmp.Compare(y.memory, x.memory), cmp.Compare(a.Name, b.Name))
	})
	return sorted
}
