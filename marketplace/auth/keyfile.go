package auth

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeyFile gives the Sealer of a file of keys: one a line, in base64; the first seals, the others only open what was sealed
// before they were replaced. Lines that begin with # are comments. A file that is not there is made, with one key. The
// error is about a file that others than its owner can read, or that holds something else.
func KeyFile(path string) (*Sealer, error) {
	if err := makeKeyFile(path); err != nil {
		return nil, fmt.Errorf("make the key file %s: %w", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s can be read by others (mode %04o): run chmod 600 %s", path, info.Mode().Perm(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return parseKeys(path, text)
}

func parseKeys(path string, text []byte) (*Sealer, error) {
	var keys [][]byte
	n := 0
	for line := range bytes.Lines(text) {
		n++
		word := strings.TrimSpace(string(line))
		if word == "" || word[0] == '#' {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(word)
		if err != nil || len(key) != KeyBytes {
			return nil, fmt.Errorf("%s:%d is not a key: a key is %d bytes in base64", path, n, KeyBytes)
		}
		keys = append(keys, key)
	}
	sealer, err := NewSealer(keys...)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return sealer, nil
}

// makeKeyFile makes the file whole or not at all, and leaves one that another process made first.
func makeKeyFile(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = fmt.Fprintf(f, "# seals the store's secrets; without it they cannot be read\n%s\n", base64.StdEncoding.EncodeToString(random(KeyBytes)))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
