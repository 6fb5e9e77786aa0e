package render

import (
	"os"
	"sync/atomic"
)

// ahead is a worker that was started before there is a chart for it.
var ahead atomic.Pointer[worker]

// Ahead starts the worker for the first chart of a package, if there is one in the folder that is to hold its charts, so
// that it gets ready while the values are found. Whoever calls it renders next; a worker that nobody needs ends with this
// program.
func Ahead(folder string) {
	if charts, err := os.ReadDir(folder); err != nil || len(charts) == 0 || !hasWorkers.Load() {
		return
	}
	w, err := newWorker()
	if err != nil {
		return // the rendering itself meets what is wrong, and says it
	}
	if spare := ahead.Swap(w); spare != nil {
		_ = spare.end() // nobody asked it for anything
	}
}

// nextWorker gives the worker that was started ahead, or a new one.
func nextWorker() (*worker, error) {
	if w := ahead.Swap(nil); w != nil {
		return w, nil
	}
	return newWorker()
}
