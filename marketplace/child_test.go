package marketplace

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/client"
)

// child is the real program, in a process of its own that can be killed.
type child struct {
	args    []string
	env     []string // beside that of the tests
	program string
	url     string

	mutex   sync.Mutex
	log     bytes.Buffer
	process *exec.Cmd
	out     io.Reader
	up      chan struct{} // closed while the server answers
}

// storeProgram is the path of chandler-store.
var storeProgram = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.Getenv("CHANDLER_TEST_BIN"), "chandler-store")
	if os.Getenv("CHANDLER_TEST_BIN") != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "chandler-test-")
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, "chandler-store")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "../cmd/store")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the store: %w: %s", err, out)
	}
	return path, nil
})

// newChild prepares a server at a free address, with data in a folder. It is killed at the end of the test.
func newChild(t *testing.T, data string, args ...string) *child {
	t.Helper()
	program, err := storeProgram()
	if err != nil {
		t.Fatal(err)
	}
	deployer, err := deployerProgram()
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	c := &child{program: program, url: "http://" + address, up: make(chan struct{}),
		args: append([]string{"serve", "--address", address, "--data", data, "--deployer", deployer}, args...)}
	t.Cleanup(func() {
		c.kill()
		if t.Failed() {
			t.Logf("the log of the server:\n%s", c.words())
		}
	})
	return c
}

// start starts the server and waits until it answers.
func (c *child) start(t *testing.T) {
	t.Helper()
	c.launch(t)
	c.ready(t)
}

// launch starts the server.
func (c *child) launch(t *testing.T) {
	t.Helper()
	c.process = exec.Command(c.program, c.args...)
	c.process.Env = append(os.Environ(), c.env...)
	c.process.Stderr = writer(func(b []byte) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.log.Write(b)
	})
	out, err := c.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.process.Start(); err != nil {
		t.Fatal(err)
	}
	c.out = out
}

// ready waits until the server that was launched answers.
func (c *child) ready(t *testing.T) {
	t.Helper()
	lines := bufio.NewScanner(c.out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "The store is at "+c.url) {
			c.mutex.Lock()
			defer c.mutex.Unlock()
			close(c.up)
			return
		}
	}
	t.Fatal("the server has not begun to answer")
}

// kill ends the server as a power cut does.
func (c *child) kill() {
	if c.process == nil {
		return
	}
	c.mutex.Lock()
	c.up = make(chan struct{})
	c.mutex.Unlock()
	_ = c.process.Process.Kill() // it may be gone
	_ = c.process.Wait()         // it was killed
	c.process = nil
}

// administrator signs in by a link that the program prints.
func (c *child) administrator(t *testing.T, data string) user {
	t.Helper()
	asked := exec.Command(c.program, "admin-link", "--data", data)
	asked.Env = append(os.Environ(), c.env...)
	link, err := asked.Output()
	if err != nil {
		t.Fatal(err)
	}
	u := user{client.New(c.url), t}
	if err := u.SignInByLink(t.Context(), string(bytes.TrimSpace(link))); err != nil {
		t.Fatal(err)
	}
	return u
}

// await waits until the server answers.
func (c *child) await(ctx context.Context) {
	c.mutex.Lock()
	up := c.up
	c.mutex.Unlock()
	select {
	case <-up:
	case <-ctx.Done():
	}
}

// words are what the server has logged.
func (c *child) words() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.log.String()
}

type writer func([]byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }
