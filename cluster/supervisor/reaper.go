package supervisor

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// reaper starts processes and collects all that end. As the first process of its PID namespace, the supervisor also
// inherits those whose parents ended, such as container shims; so it collects any, and os/exec cannot be used beside it.
type reaper struct {
	mu      sync.Mutex
	waiting map[int]chan<- syscall.WaitStatus
}

func newReaper() *reaper { return &reaper{waiting: map[int]chan<- syscall.WaitStatus{}} }

// start starts a program. The channel gets its status when it ends.
func (r *reaper) start(program string, argv []string, attributes *syscall.ProcAttr) (int, <-chan syscall.WaitStatus, error) {
	ended := make(chan syscall.WaitStatus, 1)
	r.mu.Lock() // until the process is known, so that it cannot be collected before
	defer r.mu.Unlock()
	pid, err := syscall.ForkExec(program, argv, attributes)
	if err != nil {
		return 0, nil, err
	}
	r.waiting[pid] = ended
	return pid, ended, nil
}

// run collects processes until ctx ends.
func (r *reaper) run(ctx context.Context) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGCHLD)
	defer signal.Stop(signals)
	for {
		r.collect()
		select {
		case <-signals:
		case <-ctx.Done():
			return
		}
	}
}

func (r *reaper) collect() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		if ended, ok := r.waiting[pid]; ok {
			delete(r.waiting, pid)
			ended <- status
		}
	}
}
