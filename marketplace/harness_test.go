package marketplace

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// workerArgument has the test program look at uploads, as the server's own program does.
const workerArgument = "worker"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == workerArgument {
		if err := artifacts.RunWorker(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// password is that of all users of the tests.
const password = "the-tests-have-one"

// kubeconfig is that of the cluster for tests, which has the image of the sample app.
func kubeconfig(t *testing.T) []byte {
	t.Helper()
	load := strings.Fields(os.Getenv("CHANDLER_TEST_LOAD"))
	const image = "../examples/redis/images/app.tar"
	if os.Getenv("CHANDLER_TEST_KUBECONFIG") == "" || len(load) == 0 {
		t.Skip("no cluster: set CHANDLER_TEST_KUBECONFIG and CHANDLER_TEST_LOAD")
	}
	if _, err := os.Stat(image); err != nil {
		t.Skip("no images: run `make images`")
	}
	text, err := os.ReadFile(os.Getenv("CHANDLER_TEST_KUBECONFIG"))
	if err != nil {
		t.Fatal(err)
	}
	loadOnce.Do(func() {
		if out, err := exec.Command(load[0], append(load[1:], image)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	})
	return text
}

var loadOnce sync.Once

// deployerProgram is the path of the program that goes into deployer images.
var deployerProgram = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("CHANDLER_DEPLOYER"); path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "chandler-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "chandler-deployer")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "../cmd/deployer")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the deployer: %w: %s", err, out)
	}
	return path, nil
})

// config is that of a store of the test's own, whose log is the test's.
func config(t *testing.T) Config {
	t.Helper()
	deployer, err := deployerProgram()
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Config{Address: "127.0.0.1:0", Data: t.TempDir(), Deployer: deployer, Worker: []string{self, workerArgument},
		Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
}

// start runs a store until the test ends, and gives its administrator.
func start(t *testing.T, c Config) (Started, *client.Client) {
	t.Helper()
	started := make(chan Started, 1)
	c.Ready = func(s Started) { started <- s }
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, c) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case err := <-ended:
		t.Fatal(err)
	case s := <-started:
		admin := client.New(s.URL)
		link, err := s.AdminLink(t.Context())
		if err == nil {
			err = admin.SignInByLink(t.Context(), link)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s, admin
	}
	return Started{}, nil
}

// user is somebody who has signed in, in a test.
type user struct {
	*client.Client
	t *testing.T
}

// do sends a request that has to be granted.
func (u user) do(method, path string, in, out any) {
	u.t.Helper()
	if err := u.Do(u.t.Context(), method, path, in, out); err != nil {
		u.t.Fatal(err)
	}
}

// until waits for something that the store tells of.
func (u user) until(topic string, done func() (bool, error)) {
	u.t.Helper()
	if err := u.Until(u.t.Context(), done, topic); err != nil {
		u.t.Fatal(err)
	}
}

// signIn gives a user that there is already.
func signIn(t *testing.T, url, name string) user {
	t.Helper()
	c := client.New(url)
	if err := c.SignIn(t.Context(), name, password); err != nil {
		t.Fatal(err)
	}
	return user{c, t}
}

// add makes a user, as a member of the sample workspace in a role, and signs in as them.
func (u user) add(url, name, platformRole string, role domain.WorkspaceRole) user {
	u.t.Helper()
	u.do(http.MethodPost, "/users", map[string]any{"name": name, "title": name, "role": platformRole, "password": password}, nil)
	u.do(http.MethodPut, "/workspaces/"+demo.Workspace+"/members/"+name, map[string]any{"role": role}, nil)
	return signIn(u.t, url, name)
}

// settled waits until an instance is neither being made nor changed nor deleted.
func (u user) settled(id string) *domain.Instance {
	u.t.Helper()
	var i domain.Instance
	u.until("instance/"+id, func() (bool, error) {
		err := u.Do(u.t.Context(), http.MethodGet, "/instances/"+id, nil, &i)
		return i.State == domain.Running || i.State == domain.Failed, err
	})
	return &i
}

// mustRun ends the test if an instance does not run in the end.
func (u user) mustRun(id string) *domain.Instance {
	u.t.Helper()
	i := u.settled(id)
	if i.State != domain.Running {
		u.t.Fatalf("%s is %s: %s", i.Name, i.State, i.Reason)
	}
	return i
}

// mustGo waits until an instance that is being deleted is gone.
func (u user) mustGo(id string) {
	u.t.Helper()
	var i domain.Instance
	u.until("instance/"+id, func() (bool, error) {
		err := u.Do(u.t.Context(), http.MethodGet, "/instances/"+id, nil, &i)
		if refusedWith(err, http.StatusNotFound, "not-found") == nil {
			return true, nil
		}
		if err == nil && i.State != domain.Deleting {
			err = fmt.Errorf("%s is %s: %s", i.Name, i.State, i.Reason)
		}
		return false, err
	})
}

// charts are the sample charts.
func charts(t *testing.T) []demo.Chart {
	t.Helper()
	all, err := demo.Charts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// refusedWith says whether an error is a refusal with a code.
func refusedWith(err error, status int, code string) error {
	var p *client.Problem
	if errors.As(err, &p) && p.Status == status && p.Code == code {
		return nil
	}
	return fmt.Errorf("want a refusal %d %s, got %w", status, code, err)
}
