package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Free gives an error unless a package can be written to dir: it must be new, or an empty folder.
func Free(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("%s cannot be written to: %w", dir, cause(err))
	case len(entries) > 0:
		return fmt.Errorf("the folder %s is not empty, and nothing is overwritten: name a new one", dir)
	}
	return nil
}

// Write writes the package to dir, which is Free: whole, or not at all. complete adds what else belongs into the folder
// that it is given; it may be nil.
func Write(dir string, p *Package, complete func(temporary string) error) error {
	if err := Free(dir); err != nil {
		return err
	}
	_, err := os.Stat(dir)
	exists := err == nil
	parent := filepath.Dir(filepath.Clean(dir))
	if exists {
		parent = dir // it may be the working directory, which has to stay the one that it is
	} else if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	temporary, err := os.MkdirTemp(parent, ".chandler-init-")
	if err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	defer func() { _ = os.RemoveAll(temporary) }() // gone already if all went well
	err = p.writeTo(temporary)
	if err == nil && complete != nil {
		err = complete(temporary)
	}
	if err == nil {
		err = place(temporary, dir, exists)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	return nil
}

func (p *Package) writeTo(dir string) error {
	for name, data := range p.Files {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("the file %s would lie outside of it", name)
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil { //nolint:gosec // a package is no secret
			return err
		}
	}
	return os.Chmod(dir, 0o755) //nolint:gosec // a package is no secret
}

// place moves what was written to where it belongs. Into an existing folder it moves entry by entry, and takes back
// what it moved if one fails.
func place(temporary, dir string, exists bool) error {
	if !exists {
		return os.Rename(temporary, dir)
	}
	entries, err := os.ReadDir(temporary)
	if err != nil {
		return err
	}
	for i, e := range entries {
		if err := os.Rename(filepath.Join(temporary, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			for _, moved := range entries[:i] {
				_ = os.RemoveAll(filepath.Join(dir, moved.Name()))
			}
			return err
		}
	}
	return nil
}
