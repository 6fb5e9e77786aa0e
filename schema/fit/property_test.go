package fit

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"pgregory.net/rapid"

	"github.com/chandler-dev/chandler/schema"
)

func anyConstraints(t *rapid.T) *schema.Constraints {
	return resources(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) schema.ResourceConstraint {
		return schema.ResourceConstraint{
			Replicas:         rapid.Int64Range(0, 4).Draw(t, "replicas"),
			CPU:              fmt.Sprintf("%dm", rapid.IntRange(0, 9).Draw(t, "cpu")*100),
			Memory:           fmt.Sprint(rapid.IntRange(1, 9).Draw(t, "memory")),
			Affinity:         rapid.SampledFrom([]string{"", schema.OneNodePerReplica, schema.MinimumNodeCount}).Draw(t, "affinity"),
			MinimumNodeCount: rapid.Int64Range(0, 3).Draw(t, "minimum"),
		}
	}), 1, 3).Draw(t, "entries")...)
}

func anyNode(name string) *rapid.Generator[Node] {
	return rapid.Custom(func(t *rapid.T) Node {
		n := Node{Name: name, Cordoned: rapid.IntRange(0, 9).Draw(t, "cordoned") == 0}
		n.Allocatable = Room{CPU: *resource.NewMilliQuantity(rapid.Int64Range(0, 2000).Draw(t, "cpu"), resource.DecimalSI), Memory: *resource.NewQuantity(rapid.Int64Range(0, 30).Draw(t, "memory"), resource.BinarySI)}
		n.Requested.CPU = *resource.NewMilliQuantity(rapid.Int64Range(0, 500).Draw(t, "used"), resource.DecimalSI)
		return n
	})
}

func anyNodes(t *rapid.T) []Node {
	var all []Node
	for i := range rapid.IntRange(0, 5).Draw(t, "nodes") {
		all = append(all, anyNode(fmt.Sprint("n", i)).Draw(t, "node"))
	}
	return all
}

func TestMoreRoomNeverTurnsFitsIntoFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, before := anyConstraints(t), anyNodes(t)
		after := append([]Node(nil), before...)
		for i := range after {
			after[i].Cordoned = after[i].Cordoned && rapid.Bool().Draw(t, "open")
			after[i].Allocatable.Memory.Add(*resource.NewQuantity(rapid.Int64Range(0, 9).Draw(t, "more memory"), resource.BinarySI))
			after[i].Allocatable.CPU.Add(*resource.NewMilliQuantity(rapid.Int64Range(0, 900).Draw(t, "more cpu"), resource.DecimalSI))
		}
		if rapid.Bool().Draw(t, "more nodes") {
			after = append(after, anyNode("new").Draw(t, "new"))
		}
		late := map[string]Finding{}
		for _, f := range Check(c, Cluster{Nodes: after}) {
			late[f.Constraint] = f
		}
		for _, f := range Check(c, Cluster{Nodes: before}) {
			if f.Status == Fits && late[f.Constraint].Status != Fits {
				t.Fatalf("%s fitted, and with more room: %s", f.Name(), late[f.Constraint].Message)
			}
		}
	})
}

func TestTheOrderOfNodesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, some := anyConstraints(t), anyNodes(t)
		if len(some) == 0 {
			return
		}
		a, b := Check(c, Cluster{Nodes: some}), Check(c, Cluster{Nodes: rapid.Permutation(some).Draw(t, "other order")})
		if d := cmp.Diff(a, b); d != "" {
			t.Fatal(d)
		}
	})
}

// TestAPlacementIsFoundIfThereIsOne builds clusters around a placement.
func TestAPlacementIsFoundIfThereIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rooms := make([]size, rapid.IntRange(1, 5).Draw(t, "nodes"))
		var entries []entry
		for range rapid.IntRange(1, 4).Draw(t, "entries") {
			e := entry{one: size{rapid.Int64Range(0, 50).Draw(t, "cpu"), rapid.Int64Range(0, 50).Draw(t, "memory")}, distinct: rapid.Bool().Draw(t, "distinct")}
			for n := range rooms {
				most := 3
				if e.distinct {
					most = 1
				}
				k := rapid.Int64Range(0, int64(most)).Draw(t, "here")
				e.replicas += k
				rooms[n] = size{rooms[n].cpu + k*e.one.cpu, rooms[n].memory + k*e.one.memory}
			}
			entries = append(entries, e)
		}
		if place(entries, rooms) == Fails {
			t.Fatalf("no placement of %v in %v", entries, rooms)
		}
	})
}

func TestHugeNumbersAreJudgedToo(t *testing.T) {
	huge := schema.ResourceConstraint{Replicas: 1 << 62, CPU: "1n", Memory: "9E"}
	many := schema.ResourceConstraint{Replicas: 1 << 62, CPU: "9"}
	c := Cluster{Nodes: []Node{node("a", "9E", "9E"), node("b", "9E", "9E")}}
	for _, f := range Check(resources(huge, many), c) {
		if f.Status != Fails {
			t.Errorf("%s: %s: %s", f.Name(), f.Status, f.Message)
		}
	}
	none := schema.ResourceConstraint{Replicas: 1 << 62, CPU: "0"}
	for _, f := range Check(resources(none, none), c) {
		if f.Status == Fails {
			t.Errorf("%s: %s: %s", f.Name(), f.Status, f.Message)
		}
	}
}
