package test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// written is a line of a log, as a node has it.
type written struct {
	at   time.Time
	text string
}

// serve gives the lines since a time as a server does: all whose time is not before it, in the order of the log.
func serve(log []written, since *metav1.Time) string {
	var b strings.Builder
	for _, w := range log {
		if since == nil || !w.at.Before(since.Time) {
			fmt.Fprintf(&b, "%s %s\n", w.at.Format(time.RFC3339Nano), w.text)
		}
	}
	return b.String()
}

// someLog has lines that are close to each other or far apart, and some whose times are the wrong way round.
func someLog(random *rand.Rand) []written {
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	var log []written
	for i := range 1 + random.IntN(60) {
		at = at.Add(time.Duration(random.Int64N(int64(500 * time.Millisecond))))
		if random.IntN(20) == 0 {
			at = at.Add(time.Duration(random.Int64N(int64(time.Minute))))
		}
		early := time.Duration(random.Int64N(3)) * time.Microsecond
		log = append(log, written{at.Add(-early), fmt.Sprintf("line %d", i)})
	}
	return log
}

// cut is a connection that breaks: with an error, or as if the log ended there.
type cut struct {
	io.Reader
	err error
}

func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = c.err
	}
	return n, err
}

func TestEveryLineIsToldOnceHoweverOftenTheConnectionBreaks(t *testing.T) {
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 1))
		log := someLog(random)
		var p position
		var told []string
		tell := func(line string) { told = append(told, line) }
		for grown := 0; grown < len(log); grown += random.IntN(10) { // the log grows while it is read
			stream := serve(log[:min(grown, len(log))], p.since())
			broken := cut{strings.NewReader(stream[:random.IntN(len(stream)+1)]), []error{io.EOF, io.ErrUnexpectedEOF}[random.IntN(2)]}
			if _, err := p.read(broken, false, tell); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatal(err)
			}
		}
		if _, err := p.read(strings.NewReader(serve(log, p.since())), true, tell); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, w := range log {
			want = append(want, w.text)
		}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Fatalf("seed %d (-written +told):\n%s", seed, diff)
		}
	}
}

func TestALineIsCutToALengthThatCanBeRead(t *testing.T) {
	const stamp = "2026-11-21T10:00:00Z "
	for name, c := range map[string]struct{ stream, want string }{
		"long":            {stamp + strings.Repeat("é", 100_000) + "\n", strings.Repeat("é", 100)},
		"not UTF-8":       {stamp + "a\xffb\n", "a?b"},
		"empty":           {stamp + "\n", ""},
		"of another end":  {stamp + "a\r\n", "a"},
		"without its end": {stamp + "a", "a"},
	} {
		var told []string
		var p position
		if _, err := p.read(strings.NewReader(c.stream), true, func(line string) { told = append(told, line) }); err != nil || len(told) != 1 {
			t.Fatalf("%s: %q, %v", name, told, err)
		}
		if !strings.HasPrefix(told[0], c.want) || len(told[0]) > longestLine+100 || strings.HasSuffix(told[0], "…") != (name == "long") {
			t.Errorf("%s: told %.80q, %d bytes", name, told[0], len(told[0]))
		}
	}
}

func TestALineThatIsStillBeingWrittenIsNotTold(t *testing.T) {
	var p position
	tell := func(line string) { t.Errorf("told %q", line) }
	if n, err := p.read(strings.NewReader("2026-11-21T10:00:00Z hal"), false, tell); n != 0 || err != nil {
		t.Errorf("%d lines, %v", n, err)
	}
}

func TestWhatANodeSaysOfALogThatIsGoneIsNoLine(t *testing.T) {
	var p position
	tell := func(line string) { t.Errorf("told %q", line) }
	if n, err := p.read(strings.NewReader("unable to retrieve container logs for containerd://1\n"), true, tell); n != 0 || err != nil {
		t.Errorf("%d lines, %v", n, err)
	}
}

func TestOfVeryManyLinesTheFirstAndTheLastAreTold(t *testing.T) {
	var told []string
	o := output{tell: func(line string) { told = append(told, line) }}
	const all = mostLines + 100
	for i := range all {
		o.line(fmt.Sprint(i))
	}
	o.end()
	if len(told) != mostLines+1+1+lastLines || told[0] != "0" || told[len(told)-1] != fmt.Sprint(all-1) {
		t.Errorf("%d lines told, the last is %q", len(told), told[len(told)-1])
	}
	if note := told[mostLines+1]; note != "… 80 lines are left out" {
		t.Errorf("note %q", note)
	}
}
