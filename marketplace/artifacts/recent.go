package artifacts

import (
	"slices"
	"sync"
	"testing/fstest"
)

// keptPackages bounds, in bytes, the files of packages that are kept in memory.
const keptPackages = 64 << 20

// recent keeps the files of what was looked at last, by digest.
type recent struct {
	mu    sync.Mutex
	limit int
	size  int
	order []string // the latest at the end
	files map[string]fstest.MapFS
}

func newRecent(limit int) *recent { return &recent{limit: limit, files: map[string]fstest.MapFS{}} }

func (r *recent) get(key string) (fstest.MapFS, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	files, ok := r.files[key]
	if ok {
		r.order = append(slices.DeleteFunc(r.order, func(k string) bool { return k == key }), key)
	}
	return files, ok
}

func (r *recent) put(key string, files fstest.MapFS) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.files[key]; known {
		return
	}
	r.files[key], r.order = files, append(r.order, key)
	for r.size += sizeOfFiles(files); r.size > r.limit && len(r.order) > 1; {
		oldest := r.order[0]
		r.size -= sizeOfFiles(r.files[oldest])
		delete(r.files, oldest)
		r.order = r.order[1:]
	}
}

func sizeOfFiles(files fstest.MapFS) int {
	size := 0
	for _, f := range files {
		size += len(f.Data)
	}
	return size
}
