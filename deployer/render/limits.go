package render

import (
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Bounds on what a package may cost to render.
const (
	timeLimit      = time.Minute
	maxOutputBytes = 32 << 20  // of all documents of a package
	maxFileBytes   = 5 << 20   // of a manifest or a file of a chart
	maxChartBytes  = 100 << 20 // of all files of a chart
	maxChartFiles  = 10_000
)

// readLimited reads a file of no more than maxFileBytes.
func readLimited(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxFileBytes {
		return nil, &Error{File: name, Message: fmt.Sprintf("the file is larger than %d bytes", maxFileBytes)}
	}
	return data, nil
}

// budget counts the bytes of a package's output.
type budget struct {
	used int
}

func (b *budget) spend(file string, n int) error {
	if b.used += n; b.used > maxOutputBytes {
		return &Error{File: file, Message: fmt.Sprintf("the package renders to more than %d bytes", maxOutputBytes)}
	}
	return nil
}
