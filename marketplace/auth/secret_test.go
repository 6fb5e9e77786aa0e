package auth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestASecretIsReadBackAsItsKindOnly(t *testing.T) {
	kinds := []SecretKind{SessionSecret, TokenSecret, InvitationSecret, LinkSecret}
	for _, kind := range kinds {
		s := NewSecret(kind)
		for _, as := range kinds {
			got, ok := ParseSecret(as, s.Reveal())
			if ok != (as == kind) || ok && got.Hash() != s.Hash() {
				t.Errorf("%s read as %s: %v", kind, as, ok)
			}
		}
	}
}

func TestSecretsDifferAndSoDoTheirHashes(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		s := NewSecret(TokenSecret)
		if seen[s.Reveal()] || seen[s.Hash()] || len(s.Hash()) != 64 {
			t.Fatalf("%s comes twice, or its hash is no SHA-256", s.Reveal())
		}
		seen[s.Reveal()], seen[s.Hash()] = true, true
	}
}

func TestWhatIsNoSecretIsNotRead(t *testing.T) {
	s := NewSecret(TokenSecret).Reveal()
	for _, text := range []string{"", "cht_", s + "A", s[:len(s)-1], " " + s, s + "\n", "CHT_" + s[4:], s[:10] + "!" + s[11:], s[:len(s)-1] + "-"} {
		if _, ok := ParseSecret(TokenSecret, text); ok && text != s {
			t.Errorf("%q is taken as a secret", text)
		}
	}
}

// prints gives what the ways to print a value make of it.
func prints(v any) string {
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+"\n", v)
		fmt.Fprintf(&out, verb+"\n", []any{v})
		fmt.Fprintf(&out, verb+"\n", struct{ V any }{v})
		if s, ok := v.(Secret); ok {
			fmt.Fprintf(&out, verb+"\n", struct{ s Secret }{s})
			fmt.Fprintf(&out, verb+"\n", []struct{ s Secret }{{s}})
		}
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("signed in", "with", v, "in", struct{ V any }{v})
	slog.New(slog.NewJSONHandler(&out, nil)).Info("signed in", "with", v, "in", struct{ V any }{v})
	j, _ := json.Marshal(v)
	out.Write(j)
	return out.String()
}

func TestNothingThatIsPrintedHoldsASecret(t *testing.T) {
	s := NewSecret(SessionSecret)
	key := random(KeyBytes)
	sealer, err := NewSealer(key)
	if err != nil {
		t.Fatal(err)
	}
	all := prints(s) + prints(&s) + prints(sealer)
	numbers := strings.Trim(fmt.Sprintf("%d", key), "[]")
	for name, secret := range map[string]string{"secret": s.Reveal()[4:], "hexadecimal secret": fmt.Sprintf("%x", s.Reveal()[4:]),
		"key": string(key), "hexadecimal key": fmt.Sprintf("%x", key), "key as numbers": numbers} {
		if strings.Contains(strings.ToLower(all), strings.ToLower(secret)) {
			t.Errorf("the %s is printed:\n%s", name, all)
		}
	}
	if !strings.Contains(all, "chs_…") {
		t.Errorf("the kind is not printed:\n%s", all)
	}
}

func TestWhatIsSealedOpensForTheSameThingOnly(t *testing.T) {
	sealer, err := NewSealer(random(KeyBytes))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text, about := rapid.SliceOf(rapid.Byte()).Draw(t, "text"), rapid.String().Draw(t, "about")
		sealed := sealer.Seal(text, about)
		opened, err := sealer.Open(sealed, about)
		if err != nil || !bytes.Equal(opened, text) {
			t.Fatalf("%x, %v", opened, err)
		}
		if _, err := sealer.Open(sealed, about+"/other"); err == nil {
			t.Fatal("it opens for another thing")
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[i] ^= byte(rapid.IntRange(1, 255).Draw(t, "change"))
		if _, err := sealer.Open(sealed, about); err == nil {
			t.Fatalf("it opens though byte %d was changed", i)
		}
	})
}

func TestAKeyThatWasReplacedStillOpens(t *testing.T) {
	old, fresh := random(KeyBytes), random(KeyBytes)
	before, _ := NewSealer(old)
	after, _ := NewSealer(fresh, old)
	only, _ := NewSealer(fresh)
	sealed := before.Seal([]byte("words"), "cluster/east")
	if text, err := after.Open(sealed, "cluster/east"); err != nil || string(text) != "words" {
		t.Errorf("%s, %v", text, err)
	}
	if _, err := only.Open(sealed, "cluster/east"); err == nil || !strings.Contains(err.Error(), "add that key") {
		t.Errorf("without the old key: %v", err)
	}
	if _, err := only.Open(after.Seal(nil, "x"), "x"); err != nil {
		t.Errorf("the first key does not seal: %v", err)
	}
	if bytes.Equal(before.Seal([]byte("words"), "x"), before.Seal([]byte("words"), "x")) {
		t.Error("the same text is sealed the same way twice")
	}
}

func TestWhatIsNotSealedIsSaid(t *testing.T) {
	sealer, _ := NewSealer(random(KeyBytes))
	for _, text := range [][]byte{nil, {1}, []byte("apiVersion: v1\nkind: Config\n"), bytes.Repeat([]byte{sealVersion}, 100)} {
		if _, err := sealer.Open(text, "cluster/east"); err == nil || !strings.Contains(err.Error(), "cluster/east") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := NewSealer(); err == nil {
		t.Error("a sealer without key")
	}
	if _, err := NewSealer([]byte("short")); err == nil {
		t.Error("a sealer with a short key")
	}
}
