package lifecycle

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"time"

	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/pki"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/chandler-dev/chandler/cluster/supervisor"
)

// prepare returns the record of the cluster, making it and its certificates if it is new.
func prepare(ctx context.Context, d state.Dir, o UpOptions) (state.Record, error) {
	for _, folder := range []string{d.Logs(), d.Path("data")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return state.Record{}, fmt.Errorf("make state folder: %w", err)
		}
	}
	record, err := state.ReadRecord(d)
	if err == nil {
		return again(d, record, o)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return state.Record{}, err
	}
	record, err = allocate(ctx, d, o)
	if err != nil {
		return state.Record{}, err
	}
	return record, certify(d, record)
}

// again checks that a cluster with kept state can be started as it was.
func again(d state.Dir, r state.Record, o UpOptions) (state.Record, error) {
	if o.Ephemeral && !r.Ephemeral {
		return r, fmt.Errorf("cluster %s has state kept in %s: start it without --ephemeral, or remove its state with `chandler cluster down --purge --name %s`", r.Name, d, r.Name)
	}
	taken, err := network.Taken()
	if err != nil {
		return r, err
	}
	if network.Overlaps(r.Range, taken) {
		return r, fmt.Errorf("cluster %s uses the addresses %s, which now overlap with another network of this host (see `ip route`): end that, or remove the cluster's state with `chandler cluster down --purge --name %s`", r.Name, r.Range, r.Name)
	}
	r.Ephemeral, r.Kubernetes = o.Ephemeral, o.Kubernetes
	if err := state.WriteRecord(d, r); err != nil {
		return r, err
	}
	if _, err := os.Stat(d.Kubeconfig()); err != nil { // its making was interrupted
		return r, certify(d, r)
	}
	return r, nil
}

// allocate chooses the addresses of a new cluster, while no other process does.
func allocate(ctx context.Context, d state.Dir, o UpOptions) (state.Record, error) {
	lock, err := state.Acquire(ctx, o.Home)
	if err != nil {
		return state.Record{}, err
	}
	defer lock.Release()
	taken, err := network.Taken()
	if err != nil {
		return state.Record{}, err
	}
	kept, err := reserved(o.Home)
	if err != nil {
		return state.Record{}, err
	}
	plan, err := network.Allocate(append(taken, kept...))
	if err != nil {
		return state.Record{}, err
	}
	id := identifier(d)
	record := state.Record{
		Name: o.Name, Kubernetes: o.Kubernetes, Range: plan.Range, Ephemeral: o.Ephemeral, CreatedAt: time.Now().UTC(),
		Link: "chandler" + id[:6], Cgroup: "chandler-" + id,
	}
	return record, state.WriteRecord(d, record)
}

// identifier differs between all clusters of the machine, also those of other homes.
func identifier(d state.Dir) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(d)))[:12]
}

// reserved lists the ranges of all clusters below home, running or not.
func reserved(home string) ([]netip.Prefix, error) {
	names, err := state.Names(home)
	if err != nil {
		return nil, err
	}
	var ranges []netip.Prefix
	for _, name := range names {
		d, err := state.Open(home, name)
		if err != nil {
			return nil, err
		}
		if r, err := state.ReadRecord(d); err == nil {
			ranges = append(ranges, r.Range)
		}
	}
	return ranges, nil
}

// certify makes the certificates and the administrator's kubeconfig.
func certify(d state.Dir, r state.Record) error {
	plan := network.Plan{Range: r.Range}
	cluster := pki.Cluster{Name: r.Name, Node: supervisor.NodeName(r.Name), Address: plan.Node(), Service: plan.Kubernetes()}
	if err := pki.Write(d.PKI(""), cluster); err != nil {
		return err
	}
	kubeconfig, err := os.ReadFile(d.PKI("admin.kubeconfig"))
	if err != nil {
		return fmt.Errorf("write kubeconfig: %w", err)
	}
	return state.WriteFile(d.Kubeconfig(), kubeconfig)
}
