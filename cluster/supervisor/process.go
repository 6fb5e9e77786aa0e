package supervisor

import (
	"context"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/chandler-dev/chandler/cluster/components"
	"github.com/chandler-dev/chandler/cluster/control"
	"github.com/chandler-dev/chandler/cluster/state"
)

const (
	firstPause = 200 * time.Millisecond
	longPause  = 10 * time.Second
	steady     = 30 * time.Second // having run for so long, a component's earlier failures are forgotten
)

// process keeps one component running.
type process struct {
	component components.Component
	reaper    *reaper
	failed    func(name, reason string) // called at each unexpected end

	mu       sync.Mutex
	pid      int // 0 while not running
	restarts int
}

// run starts the component, and again when it ends, until ctx ends.
func (p *process) run(ctx context.Context) error {
	if err := rotate(state.Inside.Log(p.component.Name)); err != nil {
		return err
	}
	pause := firstPause
	for {
		begun := time.Now()
		reason, err := p.once(ctx)
		if err != nil || ctx.Err() != nil {
			return err
		}
		if time.Since(begun) > steady {
			pause = firstPause
		}
		p.failed(p.component.Name, reason)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil
		}
		pause = min(2*pause, longPause)
	}
}

// once runs the component to its end and says how it ended.
func (p *process) once(ctx context.Context) (string, error) {
	log, err := os.OpenFile(state.Inside.Log(p.component.Name), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return "", fmt.Errorf("open log of %s: %w", p.component.Name, err)
	}
	defer func() { _ = log.Close() }()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return "", err
	}
	defer func() { _ = null.Close() }()
	argv := append([]string{"chandler-cluster", p.component.Name}, p.component.Args...)
	pid, ended, err := p.reaper.start("/proc/self/exe", argv, &syscall.ProcAttr{
		Dir: "/", Env: append(os.Environ(), p.component.Env...), Files: []uintptr{null.Fd(), log.Fd(), log.Fd()},
		Sys: &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return "", fmt.Errorf("start %s: %w", p.component.Name, err)
	}
	p.set(pid)
	defer p.set(0)
	select {
	case status := <-ended:
		return describe(status), nil
	case <-ctx.Done():
		return "", nil
	}
}

func (p *process) set(pid int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if pid == 0 {
		p.restarts++
	}
	p.pid = pid
}

func (p *process) status() control.Component {
	p.mu.Lock()
	defer p.mu.Unlock()
	return control.Component{
		Name: p.component.Name, Running: p.pid != 0, Restarts: p.restarts, MemoryBytes: memory(p.pid),
	}
}

func describe(s syscall.WaitStatus) string {
	if s.Signaled() {
		return fmt.Sprintf("was ended by signal %d (%s)", int(s.Signal()), s.Signal())
	}
	return fmt.Sprintf("ended with status %d", s.ExitStatus())
}
