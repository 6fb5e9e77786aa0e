package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// DefaultName is the name of the cluster that is used when none is named.
const DefaultName = "default"

// Status is what is known of one embedded cluster.
type Status struct {
	Name           string    `json:"name"`
	Running        bool      `json:"running"`
	AlreadyRunning bool      `json:"alreadyRunning"`
	Kubernetes     string    `json:"kubernetes"` // version, with the leading v
	Kubeconfig     string    `json:"kubeconfig"` // path
	Server         string    `json:"server"`     // URL of the API server
	Node           string    `json:"node"`
	NodeIP         string    `json:"nodeIP"`
	StartedAt      time.Time `json:"startedAt"`
	StartSeconds   float64   `json:"startSeconds"`
	Ephemeral      bool      `json:"ephemeral"`
	StateDir       string    `json:"stateDir"`
	Outdated       bool      `json:"outdated"` // it runs another build of chandler-cluster than Up was called of
}

// Image is one image that was asked to be loaded. Loaded is false if the node had it already.
type Image struct {
	Reference string `json:"reference"`
	Digest    string `json:"digest"`
	Loaded    bool   `json:"loaded"`
}

// Check is one thing that the embedded cluster needs of the machine.
type Check struct {
	Name    string `json:"name"`
	OK      bool   `json:"ok"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
}

// Cluster drives the embedded cluster of one name.
type Cluster struct {
	Program   string // path of chandler-cluster, see Find
	Name      string
	Ephemeral bool // Up makes one whose state is thrown away when it goes down
}

// Up starts the cluster unless it runs, and waits until it is ready for work.
func (c Cluster) Up(ctx context.Context) (Status, error) {
	var s Status
	args := []string{"up", "--name", c.Name}
	if c.Ephemeral {
		args = append(args, "--ephemeral")
	}
	err := c.run(ctx, &s, args...)
	return s, err
}

// Down stops the cluster. What it keeps for the next start stays.
func (c Cluster) Down(ctx context.Context) error {
	var stopped []json.RawMessage
	return c.run(ctx, &stopped, "down", "--name", c.Name)
}

// Status tells whether the cluster runs, and where.
func (c Cluster) Status(ctx context.Context) (Status, error) {
	var s Status
	err := c.run(ctx, &s, "status", "--name", c.Name)
	return s, err
}

// Load puts the images of OCI layout folders and image archives on the cluster's node.
func (c Cluster) Load(ctx context.Context, paths ...string) ([]Image, error) {
	var images []Image
	err := c.run(ctx, &images, append([]string{"load", "--name", c.Name}, paths...)...)
	return images, err
}

// List returns the status of all embedded clusters of this machine.
func (c Cluster) List(ctx context.Context) ([]Status, error) {
	var all []Status
	err := c.run(ctx, &all, "list")
	return all, err
}

// Preflight checks whether this machine can run an embedded cluster.
func (c Cluster) Preflight(ctx context.Context) ([]Check, error) {
	var checks []Check
	err := c.run(ctx, &checks, "preflight")
	if len(checks) > 0 { // it answers, and exits with 1 where a check fails
		err = nil
	}
	return checks, err
}

// run calls the program and decodes its JSON into out.
func (c Cluster) run(ctx context.Context, out any, args ...string) error {
	cmd := exec.CommandContext(ctx, c.Program, append(args, "--output", "json")...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // lets it clean up after itself
	cmd.WaitDelay = 10 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	runErr := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if decodeErr := json.Unmarshal(stdout.Bytes(), out); decodeErr != nil && runErr == nil {
		return fmt.Errorf("embedded cluster %q: %s %s answered no JSON: %w", c.Name, c.Program, args[0], decodeErr)
	}
	if runErr == nil {
		return nil
	}
	var exit *exec.ExitError
	if !errors.As(runErr, &exit) {
		return fmt.Errorf("embedded cluster %q: %w", c.Name, runErr)
	}
	words := strings.TrimSpace(stderr.String())
	if words == "" {
		words = exit.Error()
	}
	return fmt.Errorf("embedded cluster %q: %s", c.Name, strings.TrimPrefix(words, "error: "))
}
