package artifacts

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/marketplace/demo"
)

// workerArgument makes this test program the worker of the stores that it opens.
const workerArgument = "render-packages"

func TestMain(m *testing.M) {
	render.Worker()
	if len(os.Args) > 1 && os.Args[1] == workerArgument {
		if err := RunWorker(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 2 && os.Args[1] == writerArgument {
		fmt.Fprintln(os.Stderr, writeImages(os.Args[2]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// open opens a new store.
func open(t *testing.T, o Options) *Store {
	t.Helper()
	return reopen(t, t.TempDir(), o)
}

func reopen(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	if o.Worker == nil {
		o.Worker = []string{program, workerArgument}
	}
	if o.DeployerBinary == "" {
		o.DeployerBinary = staticProgram(t)
	}
	s, err := Open(dir, o)
	must(t, err)
	return s
}

// staticProgram is the deployer of CHANDLER_DEPLOYER, or a file that looks like a static program: an ELF header.
func staticProgram(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("CHANDLER_DEPLOYER"); path != "" {
		return path
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // images.Build keeps layers there
	h := make([]byte, 64)
	copy(h, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint16(h[16:], 2)  // an executable
	binary.LittleEndian.PutUint16(h[18:], 62) // for x86-64
	binary.LittleEndian.PutUint32(h[20:], 1)
	binary.LittleEndian.PutUint16(h[52:], 64)
	path := filepath.Join(t.TempDir(), "deployer")
	must(t, os.WriteFile(path, h, 0o755))
	return path
}

// demoCharts are the sample charts, checked.
func demoCharts(t *testing.T) []*Chart {
	t.Helper()
	packed, err := demo.Charts()
	must(t, err)
	var charts []*Chart
	for _, p := range packed {
		c, err := CheckChart(t.Context(), bytes.NewReader(p.Data), Limits{})
		must(t, err)
		charts = append(charts, c)
	}
	return charts
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
