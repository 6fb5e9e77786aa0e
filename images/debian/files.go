package debian

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// entries are the files of the layer made by hand: what the packages' own scripts would have set up, and the image's.
func (i Image) entries(fsys fs.FS) ([]layer.Entry, error) {
	entries := append(i.accounts(),
		layer.File("etc/nsswitch.conf", 0o644, []byte("passwd: files\ngroup: files\nhosts: files dns\n")),
		layer.Entry{Name: "tmp", Mode: 0o1777, Dir: true})
	for _, d := range i.Folders {
		entries = append(entries, layer.Entry{Name: inImage(d.Path), Mode: or(d.Mode, 0o755), UID: d.Owner, GID: d.Owner, Dir: true})
	}
	for path, target := range i.Links {
		entries = append(entries, layer.Entry{Name: inImage(path), Mode: 0o777, Link: target})
	}
	for _, f := range i.Files {
		data, err := fs.ReadFile(fsys, f.From)
		if err != nil {
			return nil, fmt.Errorf("read the file for %s: %w", f.Path, err)
		}
		e := layer.File(inImage(f.Path), or(f.Mode, 0o644), data)
		e.UID, e.GID = f.Owner, f.Owner
		entries = append(entries, e)
	}
	return entries, nil
}

// accounts are /etc/passwd and /etc/group with root and the image's users.
func (i Image) accounts() []layer.Entry {
	passwd, group := "root:x:0:0:root:/root:/bin/sh\n", "root:x:0:\n"
	for _, user := range slices.Sorted(maps.Keys(i.Users)) {
		id := i.Users[user]
		passwd += fmt.Sprintf("%s:x:%d:%[2]d:%[1]s:/nonexistent:/usr/sbin/nologin\n", user, id)
		group += fmt.Sprintf("%s:x:%d:\n", user, id)
	}
	return []layer.Entry{layer.File("etc/passwd", 0o644, []byte(passwd)), layer.File("etc/group", 0o644, []byte(group))}
}

func inImage(path string) string { return strings.Trim(path, "/") }

func or(mode, otherwise int64) int64 {
	if mode == 0 {
		return otherwise
	}
	return mode
}
