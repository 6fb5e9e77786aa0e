package images

import (
	"errors"
	"fmt"
	"io"
)

// What a package may hold at most. The largest published packages have a few hundred files and a few megabytes.
const (
	maxFiles = 10_000
	maxBytes = 64 << 20
)

var (
	errTooManyFiles = fmt.Errorf("holds more than %d files", maxFiles)
	errTooLarge     = fmt.Errorf("makes the package larger than %d MiB", maxBytes>>20)
)

// limit counts what a package holds. The zero value has counted nothing.
type limit struct {
	files int
	bytes int64
}

// read reads all of r as one more file of the package.
func (l *limit) read(r io.Reader) ([]byte, error) {
	if l.files++; l.files > maxFiles {
		return nil, errTooManyFiles
	}
	data, err := io.ReadAll(io.LimitReader(r, maxBytes-l.bytes+1))
	if err != nil {
		return nil, errors.New("cannot be read: " + reason(err))
	}
	if l.bytes += int64(len(data)); l.bytes > maxBytes {
		return nil, errTooLarge
	}
	return data, nil
}
