package control

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"github.com/chandler-dev/chandler/cluster/state"
)

const socket = "control.sock"

// Listen makes the socket of the cluster in d, replacing one that an ended supervisor left.
func Listen(d state.Dir) (*net.UnixListener, error) {
	if err := os.Remove(d.Path(socket)); err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("remove old socket: %w", err)
	}
	var listener *net.UnixListener
	err := short(d.Path(socket), func(path string) (err error) {
		listener, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("make socket %s: %w", d.Path(socket), err)
	}
	listener.SetUnlinkOnClose(false)
	return listener, os.Chmod(d.Path(socket), 0o600)
}

// Dial connects to any Unix socket, however long its path.
func Dial(ctx context.Context, path string) (net.Conn, error) {
	var connection net.Conn
	err := short(path, func(path string) (err error) {
		connection, err = (&net.Dialer{}).DialContext(ctx, "unix", path)
		return err
	})
	return connection, err
}

// short calls f with another path of the same socket, as the address of a Unix socket is limited to 108 bytes.
func short(path string, f func(path string) error) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	return f("/proc/self/fd/" + strconv.Itoa(int(folder.Fd())) + "/" + filepath.Base(path))
}
