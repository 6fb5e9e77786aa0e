package images

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
)

// maxDepth bounds how deep folders may nest; a link to a folder above itself would nest forever.
const maxDepth = 24

// folder reads a package folder through os.Root, which follows no link out of it.
type folder struct {
	dir   string
	root  *os.Root
	limit limit
}

// wrong is a *FolderError about a path in the folder.
func (f *folder) wrong(path, message, hint string) error {
	return &FolderError{Dir: f.dir, Path: path, Message: message, Hint: hint}
}

// reason is an error of the system without the path, which the caller names better.
func reason(err error) string {
	var path *fs.PathError
	switch {
	case errors.Is(err, syscall.ELOOP):
		return "too many links, one through another; look for one that leads to itself or to a folder above it"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}

// failed turns an error of os.Root into a *FolderError; one that says that nothing is there stays recognisable.
func (f *folder) failed(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		if info, e := f.root.Lstat(path); e == nil && info.Mode()&fs.ModeSymlink != 0 {
			return f.wrong(path, "is a link to nothing", "")
		}
		return fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	if strings.Contains(reason(err), "escapes") { // os has no name for this error
		return f.wrong(path, "is a link that leaves the package folder", "copy the file into the folder")
	}
	return f.wrong(path, "cannot be read: "+reason(err), "")
}

// isDir tells whether a folder is there; a file in its place is an error.
func (f *folder) isDir(path string) (bool, error) {
	info, err := f.root.Stat(path)
	switch {
	case err == nil && !info.IsDir() && !info.Mode().IsRegular():
		return false, f.wrong(path, "is neither a file nor a folder", "")
	case err == nil:
		return info.IsDir(), nil
	}
	if err = f.failed(path, err); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return false, err
}

// read reads a file, within the limit of the whole package.
func (f *folder) read(path string) ([]byte, error) {
	info, err := f.root.Stat(path)
	if err != nil {
		return nil, f.failed(path, err)
	}
	if !info.Mode().IsRegular() { // asked before opening: a pipe would wait for its writer
		return nil, f.wrong(path, "is not a file", "")
	}
	file, err := f.root.Open(path)
	if err != nil {
		return nil, f.failed(path, err)
	}
	defer func() { _ = file.Close() }()
	data, err := f.limit.read(file)
	if err != nil {
		return nil, f.wrong(path, err.Error(), "")
	}
	return data, nil
}

// list gives the names in a folder, sorted; hidden ones are left out.
func (f *folder) list(dir string) ([]string, error) {
	names, err := f.listAll(dir)
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, ".") }), err
}

// listAll gives all names in a folder, sorted.
func (f *folder) listAll(dir string) ([]string, error) {
	d, err := f.root.Open(dir)
	if err != nil {
		return nil, f.failed(dir, err)
	}
	defer func() { _ = d.Close() }()
	names, err := d.Readdirnames(maxFiles + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, f.failed(dir, err)
	}
	if len(names) > maxFiles {
		return nil, f.wrong(dir, errTooManyFiles.Error(), "")
	}
	slices.Sort(names)
	return names, nil
}

func (f *folder) names(dir string) (map[string]bool, error) {
	list, err := f.list(dir)
	names := map[string]bool{}
	for _, name := range list {
		names[name] = true
	}
	return names, err
}

// foldersThat gives the paths of the folders in dir of which is says yes, sorted.
func (f *folder) foldersThat(dir string, is func(names map[string]bool) bool) ([]string, error) {
	list, err := f.list(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range list {
		path := dir + "/" + name
		if there, err := f.isDir(path); err != nil {
			return nil, err
		} else if !there {
			continue
		}
		names, err := f.names(path)
		if err != nil {
			return nil, err
		}
		if is(names) {
			found = append(found, path)
		}
	}
	return found, nil
}
