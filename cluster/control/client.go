package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/chandler-dev/chandler/cluster/state"
)

// ErrEnded means that the supervisor ended while it was being listened to.
var ErrEnded = errors.New("the cluster's supervisor ended")

// Get asks the supervisor of the cluster in d for its status.
func Get(ctx context.Context, d state.Dir) (Status, error) {
	var last Status
	err := stream(ctx, d, "/status", func(s Status) { last = s })
	return last, err
}

// Wait follows the start of the cluster in d until it is ready or has failed, and calls seen for each status.
func Wait(ctx context.Context, d state.Dir, seen func(Status)) (Status, error) {
	var last Status
	err := stream(ctx, d, "/wait", func(s Status) { last = s; seen(s) })
	if err == nil && last.Phase == Starting {
		err = ErrEnded
	}
	return last, err
}

func stream(ctx context.Context, d state.Dir, path string, seen func(Status)) error {
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return Dial(ctx, d.Path(socket))
	}}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://supervisor"+path, nil)
	if err != nil {
		return err
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return ended(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	decoder := json.NewDecoder(response.Body)
	for {
		var s Status
		err := decoder.Decode(&s)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ended(ctx, err)
		}
		seen(s)
	}
}

// ended tells a supervisor that is gone from a caller that does not want to wait any longer.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w: %w", ErrEnded, err)
}
