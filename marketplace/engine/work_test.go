package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/schema"
)

func TestOfWhatIsToldTheLatestIsWritten(t *testing.T) {
	began, goOn := make(chan int), make(chan struct{})
	var written []int
	l := writeLatest(t.Context(), func(_ context.Context, n int) {
		written = append(written, n)
		if n == 1 {
			began <- n
			<-goOn
		}
	})
	l.tell(1)
	<-began
	for n := 2; n <= 9; n++ {
		l.tell(n)
	}
	close(goOn)
	l.stop()
	if fmt.Sprint(written) != "[1 9]" {
		t.Errorf("written: %v, not the first and, once that was done, the latest", written)
	}
}

func TestTheLockOfANameIsGivenOnce(t *testing.T) {
	var locks keyed
	release, ok := locks.try("one")
	if !ok {
		t.Fatal("a free lock is not given")
	}
	if _, ok := locks.try("one"); ok {
		t.Error("the lock is given twice")
	}
	if _, ok := locks.try("two"); !ok {
		t.Error("the lock of another name is not given")
	}
	release()
	if _, ok := locks.try("one"); !ok {
		t.Error("the lock that was given back is not given again")
	}
}

func TestThePauseAfterRefusalsGrowsToItsBound(t *testing.T) {
	var all refusals
	w := &store.Work{ID: "wrk-a"}
	var pauses []time.Duration
	for range 7 {
		pauses = append(pauses, all.add(w).pause())
	}
	if got, want := fmt.Sprint(pauses), "[1s 2s 4s 8s 16s 30s 30s]"; got != want {
		t.Errorf("the pauses are %s, not %s", got, want)
	}
	if r := all.add(&store.Work{ID: "wrk-b"}); r.times != 1 {
		t.Errorf("other work is refused %d times", r.times)
	}
	all.forget(w)
	if r := all.add(w); r.times != 1 {
		t.Errorf("forgotten, work is refused %d times", r.times)
	}
}

func TestAnErrorIsToldWithoutSecrets(t *testing.T) {
	s, err := schema.Parse("schema.yaml", []byte("x-google-marketplace:\n  schemaVersion: v2\n  applicationApiVersion: v1beta1\n  publishedVersion: 1.0.0\n"+
		"  publishedVersionMetadata: {releaseNote: first}\n  images: {}\n"+
		"properties:\n  name: {type: string, x-google-marketplace: {type: NAME}}\n  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}\n"+
		"  password: {type: string, x-google-marketplace: {type: MASKED_FIELD}}\nrequired: [name, namespace]\n"))
	if err != nil {
		t.Fatal(err)
	}
	secrets := redactorFor(s, map[string]any{"password": "canary-4711"})
	refused := fmt.Errorf("Secret is invalid: canary-4711: %w", context.DeadlineExceeded)
	told := secrets.error(refused)
	if strings.Contains(told.Error(), "canary") || !errors.Is(told, context.DeadlineExceeded) {
		t.Errorf("it is told as %v", told)
	}
	if plain := errors.New("no answer"); !errors.Is(secrets.error(plain), plain) {
		t.Error("an error without secrets is another one")
	}
}

func TestAReasonIsOneShortLine(t *testing.T) {
	if got := reasonOf(errors.New("a\n  b\tc")); got != "a b c" {
		t.Errorf("got %q", got)
	}
	if got := reasonOf(errors.New(strings.Repeat("ü", 400))); len(got) > longestReason+len("…") || !strings.HasSuffix(got, "ü…") {
		t.Errorf("a long one has %d bytes and ends with %q", len(got), got[len(got)-8:])
	}
}
