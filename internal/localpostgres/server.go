// Package localpostgres runs a PostgreSQL server for a test or a benchmark: of its own, on a Unix socket in a temporary
// folder, gone when the process that started it is gone, however that ended.
package localpostgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// ErrMissing says that the server's programs are not installed.
var ErrMissing = errors.New("PostgreSQL is not installed: apt-get install postgresql")

// Server is one that runs.
type Server struct {
	dir  string
	user string
	life io.Closer // the server ends when this is closed
	done chan error
}

// supervise starts the server ($2…) and ends it, and its folder ($1), when the standard input ends: with whoever holds
// the other end.
const supervise = `dir=$1; shift; "$@" <&- & pid=$!; read -r _; kill -QUIT $pid; wait $pid; cd /; rm -rf "$dir"`

// Start makes a database cluster and starts a server with settings such as fsync=off. It answers when the server takes
// connections.
func Start(ctx context.Context, settings ...string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "postgres-") // a short path: those of sockets have at most 107 bytes
	if err != nil {
		return nil, err
	}
	who, err := unprivileged(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &Server{dir: dir, user: "postgres", done: make(chan error, 1)}
	if err := s.initialize(ctx, bin, who); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, s.run(ctx, bin, who, settings)
}

// programs gives the folder of the newest server's programs.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// unprivileged gives root's folder to a user as whom the server can run: it refuses to run as root.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, int(uid), int(gid))
}

func (s *Server) initialize(ctx context.Context, bin string, who *syscall.SysProcAttr) error {
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata", s.data(), "--username", s.user, "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
	cmd.SysProcAttr, cmd.Dir = who, s.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make a PostgreSQL cluster: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) run(ctx context.Context, bin string, who *syscall.SysProcAttr, settings []string) error {
	args := []string{"-c", supervise, "sh", s.dir, filepath.Join(bin, "postgres"), "-D", s.data(), "-k", s.dir, "-c", "listen_addresses="}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command("/bin/sh", args...) // it ends with its standard input
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = who, s.dir, log, log
	if s.life, err = cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { s.done <- cmd.Wait() }()
	return s.ready(ctx)
}

// ready waits until the server says that it takes connections.
func (s *Server) ready(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, startTimeout)
	defer stop()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		if wait(ctx) != nil {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("start PostgreSQL: %w\n%s", err, bytes.TrimSpace(log))
		}
	}
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// URL gives the address of a database on the server.
func (s *Server) URL(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.dir}, "user": {s.user}}.Encode()
}

// Do runs a statement in the maintenance database, such as CREATE DATABASE.
func (s *Server) Do(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// Stop ends the server and removes what it kept.
func (s *Server) Stop() error { return errors.Join(s.life.Close(), <-s.done) }
