package artifacts

import "time"

// Limits bound what is taken in. A field that is zero gets the default that is said of it.
type Limits struct {
	// ChartBytes is the size of a packed chart: 2 MiB. UnpackedBytes is that of all its files, those of charts packed in
	// it included: 20 MiB; FileBytes that of each: 5 MiB. ChartFiles is their number: 2000.
	ChartBytes, UnpackedBytes, FileBytes int64
	ChartFiles                           int
	// ImageBytes is the size of a deployer image, compressed: 1 GiB.
	ImageBytes int64
	// RenderTime is what a worker may compute for: 20 s. Its memory is at most RenderBytes: 1 GiB.
	RenderTime  time.Duration
	RenderBytes int64
}

func (l Limits) orDefaults() Limits {
	set(&l.ChartBytes, 2<<20)
	set(&l.UnpackedBytes, 20<<20)
	set(&l.FileBytes, 5<<20)
	set(&l.ChartFiles, 2000)
	set(&l.ImageBytes, 1<<30)
	set(&l.RenderTime, 20*time.Second)
	set(&l.RenderBytes, 1<<30)
	return l
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
