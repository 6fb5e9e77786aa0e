// Package lifecycle starts clusters, stops them, and tells of them.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/chandler-dev/chandler/cluster/control"
	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/pki"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/chandler-dev/chandler/cluster/supervisor"
)

// Cluster describes a cluster, running or not.
type Cluster struct {
	Name           string              `json:"name"`
	Running        bool                `json:"running"`
	AlreadyRunning bool                `json:"alreadyRunning"` // told by Up: it did not have to be started
	Kubernetes     string              `json:"kubernetes"`     // version, as in v1.36.3
	Kubeconfig     string              `json:"kubeconfig"`     // path
	Server         string              `json:"server"`         // URL of the API server
	Node           string              `json:"node"`
	NodeIP         string              `json:"nodeIP"`
	StartedAt      *time.Time          `json:"startedAt,omitempty"`
	StartSeconds   float64             `json:"startSeconds"` // from the command to ready for use
	Ephemeral      bool                `json:"ephemeral"`
	StateDir       string              `json:"stateDir"`
	PID            int                 `json:"pid"`         // of the supervisor; 0 if not running
	MemoryBytes    int64               `json:"memoryBytes"` // of all components
	Outdated       bool                `json:"outdated"`    // what runs is another build of this program
	Components     []control.Component `json:"components,omitempty"`
}

// ErrNotFound means that there is no cluster of that name.
var ErrNotFound = errors.New("there is no such cluster")

// Status describes the cluster in d. It fails with ErrNotFound if there is none.
func Status(ctx context.Context, d state.Dir) (Cluster, error) {
	record, err := state.ReadRecord(d)
	if errors.Is(err, fs.ErrNotExist) {
		return Cluster{}, ErrNotFound
	}
	if err != nil {
		return Cluster{}, err
	}
	process, err := state.ReadProcess(d)
	if err != nil {
		return Cluster{}, err
	}
	c := describe(d, record)
	if process.PID == 0 {
		return c, nil
	}
	status, err := control.Get(ctx, d)
	if errors.Is(err, control.ErrEnded) {
		return c, nil
	}
	if err != nil {
		return Cluster{}, fmt.Errorf("ask cluster %s for its status: %w", record.Name, err)
	}
	return c.with(process, status), nil
}

// List describes all clusters below home, by name.
func List(ctx context.Context, home string) ([]Cluster, error) {
	names, err := state.Names(home)
	if err != nil {
		return nil, err
	}
	list := []Cluster{}
	for _, name := range names {
		d, err := state.Open(home, name)
		if err != nil {
			return nil, err
		}
		c, err := Status(ctx, d)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func describe(d state.Dir, r state.Record) Cluster {
	plan := network.Plan{Range: r.Range}
	return Cluster{
		Name: r.Name, Kubernetes: r.Kubernetes, Kubeconfig: d.Kubeconfig(),
		Server: pki.Cluster{Address: plan.Node()}.Server(), Node: supervisor.NodeName(r.Name), NodeIP: plan.Node().String(),
		Ephemeral: r.Ephemeral, StateDir: string(d),
	}
}

func (c Cluster) with(p state.Process, s control.Status) Cluster {
	c.Running, c.Outdated = s.Phase == control.Ready, isOutdated(p.PID)
	c.PID, c.StartedAt, c.StartSeconds, c.Components = p.PID, &s.StartedAt, s.StartSeconds, s.Components
	for _, component := range s.Components {
		c.MemoryBytes += component.MemoryBytes
	}
	return c
}
