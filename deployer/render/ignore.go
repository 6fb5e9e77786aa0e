package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/ignore"
)

// dropIgnored removes what the chart's .helmignore names, and hidden files among the templates, as Helm does when it
// reads a chart from a folder.
func dropIgnored(c chart) error {
	rules := ignore.Empty()
	if data, ok := c.files[ignore.HelmIgnore]; ok {
		var err error
		if rules, err = ignore.Parse(bytes.NewReader(data)); err != nil {
			return &Error{File: c.path, Message: fmt.Sprintf("%s: %v", ignore.HelmIgnore, err)}
		}
	}
	rules.AddDefaults()
	for name := range c.files {
		if ignored(rules, name) {
			delete(c.files, name)
		}
	}
	return nil
}

// ignored says whether a rule is for the file or for a folder that it is in.
func ignored(rules *ignore.Rules, name string) bool {
	for i := range name {
		if name[i] == '/' && rules.Ignore(name[:i], entryInfo{name[:i], true}) {
			return true
		}
	}
	return rules.Ignore(name, entryInfo{name, false})
}

// entryInfo tells Helm's rules what they ask of a file: its name and whether it is a folder.
type entryInfo struct {
	path   string
	folder bool
}

func (e entryInfo) Name() string     { return path.Base(strings.TrimSuffix(e.path, "/")) }
func (entryInfo) Size() int64        { return 0 }
func (entryInfo) ModTime() time.Time { return time.Time{} }
func (e entryInfo) IsDir() bool      { return e.folder }
func (entryInfo) Sys() any           { return nil }
func (e entryInfo) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
