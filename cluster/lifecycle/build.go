package lifecycle

import (
	"bytes"
	"debug/elf"
	"fmt"
)

// isOutdated says whether a process runs another build of this program. It is false where that cannot be told.
func isOutdated(pid int) bool {
	running, err := buildOf(fmt.Sprintf("/proc/%d/exe", pid)) // which is there for a program that was replaced, too
	if err != nil {
		return false
	}
	own, err := buildOf("/proc/self/exe")
	return err == nil && !bytes.Equal(running, own)
}

// buildOf reads the note in which the Go linker says which build a program is: the same source gives the same one.
func buildOf(program string) ([]byte, error) {
	file, err := elf.Open(program)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	note := file.Section(".note.go.buildid")
	if note == nil {
		return nil, fmt.Errorf("%s: it does not say which build it is", program)
	}
	return note.Data()
}
