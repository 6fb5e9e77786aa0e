package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A sealed text is the version byte, the id of its key, a nonce, and what AES-256-GCM makes of the text; the first two
// and what it is about are authenticated with it.
const (
	sealVersion = 1
	keyIDBytes  = 8
	nonceBytes  = 12
	// KeyBytes is the length of a key.
	KeyBytes = 32
)

// Sealer encrypts what the store has to read again. It prints as its name only.
type Sealer struct{ keys []sealKey }

type sealKey struct {
	id   [keyIDBytes]byte
	aead cipher.AEAD
	mac  [sha256.Size]byte // for fingerprints
}

// NewSealer gives a Sealer that seals with the first key and opens with all of them. The error is about a key that is
// not of 32 bytes, or that there is none.
func NewSealer(keys ...[]byte) (*Sealer, error) {
	if len(keys) == 0 {
		return nil, errors.New("there is no key to seal with")
	}
	s := &Sealer{}
	for i, k := range keys {
		if len(k) != KeyBytes {
			return nil, fmt.Errorf("key %d has %d bytes: a key has %d", i+1, len(k), KeyBytes)
		}
		aead, err := newGCM(k)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(append([]byte("chandler key id "), k...))
		s.keys = append(s.keys, sealKey{id: [keyIDBytes]byte(sum[:keyIDBytes]), aead: aead, mac: sha256.Sum256(append([]byte("chandler fingerprint "), k...))})
	}
	return s, nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Seal encrypts a text. What it is about, such as instance/ins-…/revision/3, has to be said again to open it, so that one
// record's text put in the place of another's does not open.
func (s *Sealer) Seal(text []byte, about string) []byte {
	k := s.keys[0]
	head := append([]byte{sealVersion}, k.id[:]...)
	nonce := random(nonceBytes)
	sealed := append(slices.Clone(head), nonce...)
	return k.aead.Seal(sealed, nonce, text, append(head, about...))
}

// Open decrypts what Seal made for the same thing. The error says that the key is missing or that the text is not what
// was sealed; it holds nothing of either.
func (s *Sealer) Open(sealed []byte, about string) ([]byte, error) {
	const head = 1 + keyIDBytes
	if len(sealed) < head+nonceBytes || sealed[0] != sealVersion {
		return nil, fmt.Errorf("what is kept for %s is not sealed text", about)
	}
	for _, k := range s.keys {
		if [keyIDBytes]byte(sealed[1:head]) != k.id {
			continue
		}
		text, err := k.aead.Open(nil, sealed[head:head+nonceBytes], sealed[head+nonceBytes:], append(slices.Clone(sealed[:head]), about...))
		if err != nil {
			return nil, fmt.Errorf("what is kept for %s was changed, or was sealed for something else", about)
		}
		return text, nil
	}
	return nil, fmt.Errorf("what is kept for %s was sealed with key %x, which is not in the key file: add that key to it", about, sealed[1:head])
}

// Fingerprint tells texts apart: the same text has the same one, and nobody without the key can guess a text by it.
func (s *Sealer) Fingerprint(text []byte) string {
	h := hmac.New(sha256.New, s.keys[0].mac[:])
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil))
}

// Format prints no key, whatever the verb.
func (s *Sealer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "sealer") }
