package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"sort"
	"time"
)

// Record is what has to be known of a cluster to start it again or to take it away.
type Record struct {
	Name       string       `json:"name"`
	Kubernetes string       `json:"kubernetes"` // version, as in v1.36.3
	Range      netip.Prefix `json:"range"`      // all its addresses are in here
	Link       string       `json:"link"`       // host's end of the veth pair
	Cgroup     string       `json:"cgroup"`     // folder in each cgroup hierarchy
	Ephemeral  bool         `json:"ephemeral"`  // state goes when the cluster goes down
	CreatedAt  time.Time    `json:"createdAt"`
}

// ReadRecord reads the record of the cluster in d. The error is fs.ErrNotExist if there is none.
func ReadRecord(d Dir) (Record, error) {
	var r Record
	return r, readJSON(d.Record(), &r)
}

// WriteRecord writes the record of the cluster in d.
func WriteRecord(d Dir, r Record) error { return WriteJSON(d.Record(), r) }

// Names lists the clusters that have state below home, sorted.
func Names(home string) ([]string, error) {
	entries, err := os.ReadDir(home)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list clusters: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && validName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	sort.Strings(names)
	return names, nil
}

// WriteJSON replaces the file by v, atomically and readable by root only.
func WriteJSON(file string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return WriteFile(file, append(data, '\n'))
}

// WriteFile replaces the file by data, atomically and readable by root only.
func WriteFile(file string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	_, err = temporary.Write(data)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", file, err), os.Remove(temporary.Name()))
	}
	return nil
}

func readJSON(file string, v any) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	return nil
}
