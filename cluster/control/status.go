// Package control is how the command line talks with a running cluster's supervisor: HTTP over a Unix socket in the
// cluster's state folder.
package control

import "time"

// Phase is how far a cluster has come.
type Phase string

// A cluster is Starting until it is Ready or has Failed to start.
const (
	Starting Phase = "starting"
	Ready    Phase = "ready"
	Failed   Phase = "failed"
)

// Status is what a supervisor tells about its cluster.
type Status struct {
	Phase        Phase       `json:"phase"`
	Waiting      []string    `json:"waiting,omitempty"` // for what, while starting
	Error        string      `json:"error,omitempty"`   // why it failed
	StartedAt    time.Time   `json:"startedAt"`
	StartSeconds float64     `json:"startSeconds"` // from the command to Ready
	Components   []Component `json:"components"`
}

// Component is one supervised process.
type Component struct {
	Name        string `json:"name"`
	Running     bool   `json:"running"`
	Restarts    int    `json:"restarts"`
	MemoryBytes int64  `json:"memoryBytes"` // resident, what it shares with the others counted in proportion
}
