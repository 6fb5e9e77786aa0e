package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/chandler-dev/chandler/cluster/control"
	"github.com/chandler-dev/chandler/cluster/logs"
	"github.com/chandler-dev/chandler/cluster/node"
	"github.com/chandler-dev/chandler/cluster/state"
)

// UpOptions says how a cluster is to be started.
type UpOptions struct {
	Home, Name string
	Ephemeral  bool
	Kubernetes string                 // version of the components
	Host       node.Host              // programs to use; State is filled in
	Seen       func(waiting []string) // called while it starts, with what is being waited for
}

// Up starts the cluster unless it runs already, and returns when it is ready for use. If it does not get ready before
// ctx ends, it is stopped again; its logs are kept.
func Up(ctx context.Context, o UpOptions) (Cluster, error) {
	begun := time.Now().UTC()
	d, err := state.Open(o.Home, o.Name)
	if err != nil {
		return Cluster{}, err
	}
	lock, err := state.Acquire(ctx, string(d))
	if err != nil {
		return Cluster{}, err
	}
	defer lock.Release()
	if running, err := join(ctx, d, o); err != nil || running.Running {
		running.AlreadyRunning = true
		return running, err
	}
	record, err := prepare(ctx, d, o)
	if err != nil {
		return Cluster{}, errors.Join(err, discard(d))
	}
	if err := launch(d, record, o, begun); err != nil {
		return Cluster{}, errors.Join(err, halt(d, record))
	}
	c, err := follow(ctx, d, o)
	if err != nil {
		return Cluster{}, errors.Join(err, halt(d, record))
	}
	return c, nil
}

// join returns the running cluster, waiting for one whose starter went away. What is left of a cluster that did not
// start or was killed is cleared away.
func join(ctx context.Context, d state.Dir, o UpOptions) (Cluster, error) {
	process, err := state.ReadProcess(d)
	if err != nil {
		return Cluster{}, err
	}
	if process.PID != 0 {
		if c, err := follow(ctx, d, o); err == nil || ctx.Err() != nil {
			return c, err
		}
	}
	record, err := state.ReadRecord(d)
	if errors.Is(err, os.ErrNotExist) {
		return Cluster{}, nil
	}
	if err != nil {
		return Cluster{}, err
	}
	if err := halt(d, record); err != nil || !record.Ephemeral {
		return Cluster{}, err
	}
	return Cluster{}, clearFolder(d)
}

// follow waits until the cluster is ready.
func follow(ctx context.Context, d state.Dir, o UpOptions) (Cluster, error) {
	var last control.Status
	status, err := control.Wait(ctx, d, func(s control.Status) {
		last = s
		if o.Seen != nil {
			o.Seen(s.Waiting)
		}
	})
	switch {
	case ctx.Err() != nil:
		return Cluster{}, &StartError{Name: o.Name, Cause: context.Cause(ctx), Waiting: last.Waiting, Dir: d}
	case err != nil:
		return Cluster{}, &StartError{Name: o.Name, Cause: err, Waiting: last.Waiting, Dir: d, Words: logs.Tail(d.Log("supervisor"), 5)}
	case status.Phase == control.Failed:
		return Cluster{}, &StartError{Name: o.Name, Cause: errors.New(status.Error), Dir: d}
	}
	return Status(ctx, d)
}

// StartError says why a cluster did not start.
type StartError struct {
	Name    string
	Cause   error
	Waiting []string  // for what it waited
	Words   string    // the end of the supervisor's log
	Dir     state.Dir // where the logs are
}

// Unwrap returns the cause.
func (e *StartError) Unwrap() error { return e.Cause }

// Error says what happened and what to do.
func (e *StartError) Error() string {
	text := fmt.Sprintf("cluster %s did not start: %v", e.Name, e.Cause)
	for i, w := range e.Waiting {
		text += map[bool]string{true: "\nwaiting for ", false: ", "}[i == 0] + w
	}
	if e.Words != "" {
		text += "\n" + e.Words
	}
	return text + fmt.Sprintf("\nThe logs are in %s. `chandler cluster preflight` tells what this machine lacks; `chandler cluster down --purge --name %s` clears up.", e.Dir.Logs(), e.Name)
}
