package tester

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// drain is how long the output of killed processes is waited for: one that left the group may hold it open.
const drain = time.Second

// ended is a script that has ended, or was killed.
type ended struct {
	code           int // -1 if a signal ended it
	stdout, stderr captured
}

// runBash runs a script and waits until it has ended and its output is closed, which processes in the background may
// hold open. When ctx ends it is killed, with all processes of its group. What runs on otherwise is left alone: a later
// script may need it.
func runBash(ctx context.Context, script string) (*ended, error) {
	e := &ended{}
	bash, err := exec.LookPath("bash")
	if err != nil {
		return e, errors.New("there is no bash in this image: put it there, or use httpTest")
	}
	cmd := exec.Command(bash, "-c", script)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var s streams
	defer s.close()
	if cmd.Stdout, err = s.capture(&e.stdout); err == nil {
		cmd.Stderr, err = s.capture(&e.stderr)
	}
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return e, fmt.Errorf("the script cannot be started: %w", err)
	}
	s.closeWriters() // the script has its own
	err = s.wait(ctx, cmd)
	e.code = cmd.ProcessState.ExitCode()
	return e, err
}

// wait waits for the end of the script and of its output. The error is that of ctx: a script is judged by its exit code.
func (s *streams) wait(ctx context.Context, cmd *exec.Cmd) error {
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait() // says what the exit code says
		s.copies.Wait()
		close(over)
	}()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		for _, r := range s.readers {
			_ = r.SetReadDeadline(time.Now().Add(drain))
		}
		<-over
		return ctx.Err()
	}
}

// streams are the pipes from a script. They are made here, not by exec.Cmd, which waits for what a background process
// holds open either for ever or for no longer than the script itself.
type streams struct {
	readers, writers []*os.File
	copies           sync.WaitGroup
}

// capture gives a file from whose other end all is copied.
func (s *streams) capture(to io.Writer) (*os.File, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s.readers, s.writers = append(s.readers, r), append(s.writers, w)
	s.copies.Go(func() { _, _ = io.Copy(to, r) }) // an error is the deadline: what came until then is kept
	return w, nil
}

func (s *streams) closeWriters() {
	for _, w := range s.writers {
		_ = w.Close()
	}
	s.writers = nil
}

func (s *streams) close() {
	s.closeWriters()
	s.copies.Wait()
	for _, r := range s.readers {
		_ = r.Close()
	}
}
