package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Process names a process so that it is not mistaken for a later one with the same number.
type Process struct {
	PID       int       `json:"pid"`
	StartTick uint64    `json:"startTick"` // clock ticks after boot
	BootID    string    `json:"bootID"`
	StartedAt time.Time `json:"startedAt"`
}

// Identify describes the running process pid.
func Identify(pid int) (Process, error) {
	tick, err := startTick(pid)
	if err != nil {
		return Process{}, err
	}
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return Process{}, fmt.Errorf("read boot id: %w", err)
	}
	return Process{PID: pid, StartTick: tick, BootID: strings.TrimSpace(string(boot)), StartedAt: time.Now().UTC()}, nil
}

// ReadProcess returns the supervisor recorded in d. It is the zero Process if there is none or if it has ended.
func ReadProcess(d Dir) (Process, error) {
	var p Process
	err := readJSON(d.Process(), &p)
	if errors.Is(err, fs.ErrNotExist) {
		return Process{}, nil
	}
	if err != nil {
		return Process{}, err
	}
	if !p.Alive() {
		return Process{}, nil
	}
	return p, nil
}

// Alive says whether the process still runs.
func (p Process) Alive() bool {
	if p.PID <= 0 {
		return false
	}
	now, err := Identify(p.PID)
	return err == nil && now.StartTick == p.StartTick && now.BootID == p.BootID
}

// Kill ends the process and waits until it is gone, for at most the given time.
// As it is the first process of its PID namespace, all others in there are gone by then.
func (p Process) Kill(limit time.Duration) error {
	fd, err := unix.PidfdOpen(p.PID, 0)
	if errors.Is(err, unix.ESRCH) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open process %d: %w", p.PID, err)
	}
	defer func() { _ = unix.Close(fd) }()
	if !p.Alive() {
		return nil
	}
	if err := unix.PidfdSendSignal(fd, unix.SIGKILL, nil, 0); err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("kill process %d: %w", p.PID, err)
	}
	deadline := time.Now().Add(limit)
	for {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int(time.Until(deadline).Milliseconds()))
		switch {
		case n > 0:
			return nil
		case errors.Is(err, unix.EINTR) && time.Now().Before(deadline):
			continue
		default:
			return fmt.Errorf("process %d did not end within %s of being killed: it hangs in the kernel", p.PID, limit)
		}
	}
}

// startTick reads the process's start time; a zombie counts as ended.
func startTick(pid int) (uint64, error) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, err
	}
	text := string(data)
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	if len(fields) < 20 {
		return 0, fmt.Errorf("process %d: unexpected /proc stat", pid)
	}
	if fields[0] == "Z" || fields[0] == "X" {
		return 0, fs.ErrNotExist
	}
	return strconv.ParseUint(fields[19], 10, 64)
}
