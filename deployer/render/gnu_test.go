package render

import (
	"bytes"
	"flag"
	"maps"
	"math/rand/v2"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	gnuRuns  = flag.Int("gnu.runs", 100_000, "texts to hold against GNU envsubst; make nightly takes a million")
	gnuBatch = flag.Int("gnu.batch", 1000, "how many texts one process of envsubst gets")
	gnuSeed  = flag.Uint64("gnu.seed", 1, "what the texts are made from; 0 for the time")
)

// separator stands between the texts of a batch. A reference cannot reach over it: names and braces have no line end, so
// that whatever a text ends with, envsubst has given it out before the next begins. No text has the
// separator in it. The last text of a batch has none after it: there envsubst meets the end of its input.
const separator = "\n\x01\n"

// TestSubstitutionIsThatOfGNUEnvsubst runs batches, each with other names and values.
func TestSubstitutionIsThatOfGNUEnvsubst(t *testing.T) {
	program := gnuEnvsubst(t)
	seed := *gnuSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	batches := make(chan uint64)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for n := range batches {
				runBatch(t, program, rand.New(rand.NewPCG(seed, n)))
			}
		})
	}
	count := uint64((*gnuRuns + *gnuBatch - 1) / *gnuBatch)
	for n := range count {
		batches <- n
	}
	close(batches)
	workers.Wait()
	t.Logf("%d texts, seed %d", count*uint64(*gnuBatch), seed)
}

func runBatch(t *testing.T, program string, r *rand.Rand) {
	names := adversarialNames(r)
	values := map[string]string{}
	for _, name := range names[:1+r.IntN(len(names))] {
		values[name] = adversarialText(r, names)
	}
	texts := make([]string, *gnuBatch)
	for i := range texts {
		texts[i] = adversarialText(r, names)
	}
	got := strings.Split(gnuSubstitute(t, program, strings.Join(texts, separator), values), separator)
	if len(got) != len(texts) {
		t.Errorf("%d texts became %d", len(texts), len(got))
		return
	}
	for i, text := range texts {
		if ours := parseTemplate(text, values).with(values); ours != got[i] {
			t.Errorf("with %q %q becomes %q, envsubst makes it %q", values, text, ours, got[i])
		}
	}
}

// Texts by themselves become what they become in a batch.
func TestTextsOfABatchDoNotMeet(t *testing.T) {
	program := gnuEnvsubst(t)
	values := map[string]string{"a": "1", "ab": "$a", "_": "\n"}
	ends := []string{"$", "${", "${a", "${ab", "$a", "$ab", "${a}", "$$", "${$", "a", "}", "{", "$_", "${_", "\n", "\r", "$a\n", "${\n", "\xff", "$\xc3", "é$", "0"}
	for _, first := range ends {
		for _, second := range ends {
			alone := gnuSubstitute(t, program, first, values) + separator + gnuSubstitute(t, program, second, values)
			if together := gnuSubstitute(t, program, first+separator+second, values); alone != together {
				t.Errorf("%q and %q become %q together, %q alone", first, second, together, alone)
			}
		}
	}
}

// adversarialNames gives names of which some begin with others.
func adversarialNames(r *rand.Rand) []string {
	const first, later = "aAzZ_bN", "aAzZ_bN0199"
	names := map[string]bool{}
	for range 2 + r.IntN(6) {
		name := string(first[r.IntN(len(first))])
		for range r.IntN(4) {
			names[name] = true
			name += string(later[r.IntN(len(later))])
		}
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func adversarialText(r *rand.Rand, names []string) string {
	fragments := []string{
		"$", "$", "${", "}", "{", "$$", "\\", "\\$", "\"", "'", "`", "(", ")", "$(", "!", "*", "@", "?", "-", ":-x}", "#", "=", "%", "[", "]", " ", "\t", "\n", "\r\n", "\r",
		"a", "b", "N", "_", "0", "9", "é", "\u00a0", "名", "\U0001f600", "\xff", "\xc3", "\x80", "\x7f", "\x02", "--- ", "kind: Secret\n", ": ", "- ",
	}
	var text strings.Builder
	for range r.IntN(10) {
		name := names[r.IntN(len(names))]
		switch r.IntN(8) {
		case 0:
			text.WriteString("$" + name)
		case 1:
			text.WriteString("${" + name + "}")
		case 2:
			text.WriteString("${" + name)
		case 3:
			text.WriteString(name)
		default:
			text.WriteString(fragments[r.IntN(len(fragments))])
		}
	}
	return text.String()
}

func gnuEnvsubst(t testing.TB) string {
	t.Helper()
	program, err := exec.LookPath("envsubst")
	if err != nil {
		t.Skip("no envsubst (Debian package gettext-base)")
	}
	return program
}

func gnuSubstitute(t testing.TB, program, text string, values map[string]string) string {
	var names, environment []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		names = append(names, "$"+name)
		environment = append(environment, name+"="+values[name])
	}
	command := exec.Command(program, strings.Join(names, " "))
	command.Env, command.Stdin = environment, bytes.NewReader([]byte(text))
	out, err := command.Output()
	if err != nil {
		t.Errorf("envsubst: %v", err)
	}
	return string(out)
}
