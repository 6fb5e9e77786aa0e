package supervisor

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"time"

	"github.com/chandler-dev/chandler/cluster/components"
	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/node"
	"github.com/chandler-dev/chandler/cluster/state"
)

// The supervisor is handed three open files by whoever starts it.
const (
	orderFile   = 3 // a pipe from which it reads its Order
	socketFile  = 4 // the socket on which it listens
	networkFile = 5 // the host's network namespace
)

// Order is what the supervisor is told to run, once its network is connected.
type Order struct {
	Record    state.Record `json:"record"`
	Host      node.Host    `json:"host"`
	Resolvers []netip.Addr `json:"resolvers"` // the host's name servers
	Addresses []netip.Addr `json:"addresses"` // the host's own
	Proxies   []string     `json:"proxies"`   // variables with the host's HTTP proxies
	StartedAt time.Time    `json:"startedAt"`
}

// readOrder waits for the order. It fails when its sender ends without having given it.
func readOrder() (Order, error) {
	var o Order
	pipe := os.NewFile(orderFile, "order")
	defer func() { _ = pipe.Close() }()
	err := json.NewDecoder(pipe).Decode(&o)
	if errors.Is(err, io.EOF) {
		return o, errors.New("whoever started this ended before it was ready to go")
	}
	if err != nil {
		return o, fmt.Errorf("read order: %w", err)
	}
	return o, nil
}

func (o Order) settings() components.Settings {
	return components.Settings{
		Cluster: o.Record.Name, Node: NodeName(o.Record.Name), Plan: network.Plan{Range: o.Record.Range},
		Cgroup: o.Record.Cgroup, Proxies: o.Proxies,
	}
}

// NodeName is the name of the node of the cluster called name.
func NodeName(name string) string { return "chandler-" + name }
