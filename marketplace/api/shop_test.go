package api_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// workerArgument makes this test program the worker that renders charts.
const workerArgument = "render-packages"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == workerArgument {
		if err := artifacts.RunWorker(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// shop is a store that is served, with a real database, registry and engine. Nothing runs on clusters here: what the
// engine would find out is written to the database.
type shop struct {
	*testing.T
	server *api.Server
	url    string
	data   string // folder of the registry
	log    *journal
}

// journal is a log that can be searched while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// onEach runs a test with a shop on each kind of database.
func onEach(t *testing.T, test func(*shop)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db store.Store) { test(newShop(t, db)) })
}

// onSQLite gives a shop on SQLite.
func onSQLite(t *testing.T) *shop {
	t.Helper()
	return newShop(t, storetest.Open(t, storetest.SQLite(t)))
}

func newShop(t *testing.T, db store.Store) *shop {
	t.Helper()
	s := &shop{T: t, data: t.TempDir(), log: &journal{}}
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // images.Build keeps layers there
	program, err := os.Executable()
	s.ok(err)
	kept, err := artifacts.Open(s.data, artifacts.Options{DeployerBinary: deployerBinary(t), Worker: []string{program, workerArgument}})
	s.ok(err)
	sealer, err := auth.NewSealer(bytes.Repeat([]byte{7}, auth.KeyBytes))
	s.ok(err)
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e := engine.New(engine.Options{Store: db, Artifacts: kept, Sealer: sealer, Log: log, Owner: "test"})
	s.server = &api.Server{Store: db, Artifacts: kept, Engine: e, Log: log, Sealer: sealer, Passwords: auth.NewPasswords(1), Throttle: auth.NewThrottle(),
		Public: "https://store.example", CheckKubeconfig: func([]byte) (string, []byte, error) { return "https://east.example", []byte("{}"), nil }}
	served := httptest.NewServer(s.server.Handler())
	t.Cleanup(served.Close)
	s.url = served.URL
	return s
}

// deployerBinary is a file that looks like a static program: nothing here runs it.
func deployerBinary(t *testing.T) string {
	t.Helper()
	h := make([]byte, 64)
	copy(h, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint16(h[16:], 2)  // an executable
	binary.LittleEndian.PutUint16(h[18:], 62) // for x86-64
	binary.LittleEndian.PutUint32(h[20:], 1)
	binary.LittleEndian.PutUint16(h[52:], 64)
	path := filepath.Join(t.TempDir(), "deployer")
	if err := os.WriteFile(path, h, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func (s *shop) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// update writes to the database.
func (s *shop) update(fn func(store.Tx) error) {
	s.Helper()
	s.ok(s.server.Store.Update(s.Context(), fn))
}
