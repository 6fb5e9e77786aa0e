package auth

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestAKeyFileIsMadeOnceAndForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	first, err := KeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	again, err := KeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := again.Open(first.Seal([]byte("words"), "x"), "x"); err != nil || string(text) != "words" {
		t.Errorf("after a restart: %q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".key-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestServersThatStartTogetherHaveOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	sealers := make([]*Sealer, 20)
	var wg sync.WaitGroup
	for i := range sealers {
		wg.Go(func() {
			s, err := KeyFile(path)
			if err != nil {
				t.Error(err)
			}
			sealers[i] = s
		})
	}
	wg.Wait()
	for _, s := range sealers {
		if s == nil || s.keys[0].id != sealers[0].keys[0].id {
			t.Fatal("they have different keys")
		}
	}
}

func TestAKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	for _, mode := range []os.FileMode{0o640, 0o604, 0o644, 0o660} {
		path := filepath.Join(t.TempDir(), "key")
		if _, err := KeyFile(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := KeyFile(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%o: %v", mode, err)
		}
	}
}

func TestSeveralKeysAndCommentsAreRead(t *testing.T) {
	keys := [][]byte{random(KeyBytes), random(KeyBytes)}
	b64 := base64.StdEncoding.EncodeToString
	path := filepath.Join(t.TempDir(), "key")
	text := "# since May\n" + b64(keys[0]) + "\n\n# before\n " + b64(keys[1]) + " \n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := KeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		one, _ := NewSealer(key)
		if _, err := s.Open(one.Seal([]byte("words"), "x"), "x"); err != nil {
			t.Error(err)
		}
	}
}

func TestAFileThatHoldsSomethingElseIsRefusedWithoutShowingIt(t *testing.T) {
	for text, want := range map[string]string{"": "no key", "# nothing\n": "no key", "hunter2\n": "key:1 is not a key", "\n" + base64.StdEncoding.EncodeToString([]byte("short")): "key:2 is not a key"} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := KeyFile(path); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := KeyFile(filepath.Join(t.TempDir(), "no", "key")); err == nil {
		t.Error("a file in a folder that is not there")
	}
}
