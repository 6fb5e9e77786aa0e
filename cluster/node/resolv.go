package node

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Resolve makes the file the node's resolv.conf, whatever the host's is: a file, a symbolic link into /run, or nothing.
func Resolve(file string) error {
	target := "/etc/resolv.conf"
	link, err := os.Readlink(target)
	if err == nil {
		target = link
		if !filepath.IsAbs(link) {
			target = filepath.Join("/etc", link)
		}
		if err := restore(target); err != nil {
			return fmt.Errorf("make %s: %w", target, err)
		}
	}
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		return nil // Pods are told where to ask all the same
	}
	if err := unix.Mount(file, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount %s: %w", target, err)
	}
	return nil
}

// restore makes a file the host's link points to, if it lies in a folder that is the node's own.
func restore(target string) error {
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	if rel, err := filepath.Rel("/run", target); err != nil || !filepath.IsLocal(rel) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, nil, 0o644)
}
