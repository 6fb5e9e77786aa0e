package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// The peer is PyYAML, with which the reference toolkit reads its schemas: what it costs to read them is the least that
// the reference can cost. The peer does less: it checks nothing.
const (
	readOnce = `
import sys, yaml
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file: yaml.safe_load(file)
`
	// readOften reads the files' texts as often as the first argument says, and prints how many seconds each time took.
	readOften = `
import sys, time, yaml
texts = [open(name, encoding="utf-8").read() for name in sys.argv[2:]]
for _ in range(int(sys.argv[1])):
    begin = time.perf_counter()
    for text in texts: yaml.safe_load(text)
    print(time.perf_counter() - begin)
`
)

// peer gives the measurements of the peer, or says why there are none.
func (ps packages) peer(ctx context.Context) ([]measurement, error) {
	if _, err := python(ctx, "import yaml"); err != nil {
		return nil, fmt.Errorf("python3 with PyYAML is not there (Debian package python3-yaml)")
	}
	return []measurement{
		{"the peer: PyYAML reads all, in one process", func(n int) (series, error) { return ps.readOften(ctx, n) }},
		{"the peer: PyYAML reads all, a whole process", func(n int) (series, error) {
			return repeat(n, func() error { _, err := python(ctx, readOnce, ps.files()...); return err })
		}},
	}, nil
}

func (ps packages) readOften(ctx context.Context, n int) (series, error) {
	out, err := python(ctx, readOften, append([]string{strconv.Itoa(n + 1)}, ps.files()...)...)
	if err != nil {
		return nil, err
	}
	var s series
	for _, word := range strings.Fields(out)[1:] { // the first is not counted
		seconds, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, err
		}
		s = append(s, time.Duration(seconds*float64(time.Second)))
	}
	return s, nil
}

func python(ctx context.Context, program string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "python3", append([]string{"-c", program}, args...)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("python3: %w\n%s", err, out)
	}
	return string(out), nil
}
