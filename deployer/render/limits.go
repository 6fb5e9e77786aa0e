package render

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Limits bound what a package may cost to render. A field that is zero gets the default that is said of it.
type Limits struct {
	// Time is for a whole package, and for what a chart computes: 1 minute.
	Time time.Duration
	// MemoryBytes are what the process may have that renders a chart: 512 MiB, or half of what this container may have
	// if that is less.
	MemoryBytes int64
}

// Bounds on what a package may cost to render.
const (
	defaultTime    = time.Minute
	defaultMemory  = 512 << 20
	maxOutputBytes = 32 << 20  // of all documents of a package
	maxFileBytes   = 5 << 20   // of a manifest or a file of a chart
	maxChartBytes  = 100 << 20 // of all files of a chart
	maxChartFiles  = 10_000
	maxReferences  = 100_000 // to parameters, in a manifest
	// maxDocumentBytes is more than an API server takes of an object. In memory a document is a hundred times as large.
	maxDocumentBytes = 4 << 20
	maxObjects       = 10_000 // of a file
)

func (l Limits) orDefaults() Limits {
	if l.Time == 0 {
		l.Time = defaultTime
	}
	if l.MemoryBytes == 0 {
		l.MemoryBytes = defaultMemory
		if most, known := containerMemory(); known {
			l.MemoryBytes = min(l.MemoryBytes, most/2)
		}
	}
	return l
}

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
	if b.used += n; n > maxOutputBytes || b.used > maxOutputBytes {
		return &Error{File: file, Message: fmt.Sprintf("the package renders to more than %d bytes", maxOutputBytes)}
	}
	return nil
}

// overtime is the cause of a context whose time for rendering is over.
type overtime struct{ limit time.Duration }

func (o overtime) Error() string {
	return fmt.Sprintf("rendering does not end: it was stopped after %s", o.limit)
}

// stopped says why the rendering of a file has to stop; nil if it need not.
func stopped(ctx context.Context, file string) error {
	var o overtime
	switch {
	case ctx.Err() == nil:
		return nil
	case errors.As(context.Cause(ctx), &o):
		return endless(file, o.limit)
	}
	return fmt.Errorf("render %s: %w", file, context.Cause(ctx))
}

func endless(file string, limit time.Duration) error {
	return &Error{File: file, Message: overtime{limit}.Error(), Hint: "look for a loop that runs too often"}
}
