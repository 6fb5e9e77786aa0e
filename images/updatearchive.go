package images

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// UpdateArchive is WriteArchive that leaves a file alone that holds just that already, and tells whether it wrote.
// Who keeps images by the time of their file then has nothing to do again.
func UpdateArchive(path, ref string, img v1.Image) (written bool, err error) {
	same, err := sameArchive(path, ref, img)
	if err != nil || same {
		return false, err
	}
	return true, WriteArchive(path, ref, img)
}

// sameArchive compares byte for byte: with sums, since the archive to come need not be written for that.
func sameArchive(path, ref string, img v1.Image) (bool, error) {
	full, err := fullName(ref)
	if err != nil {
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, nil // not there, or not readable: written anew
	}
	defer func() { _ = f.Close() }()
	have, want := sha256.New(), sha256.New()
	if _, err := io.Copy(have, f); err != nil {
		return false, nil
	}
	if err := writeArchive(want, full, img); err != nil {
		return false, err
	}
	return equal(have, want), nil
}

func equal(a, b hash.Hash) bool { return bytes.Equal(a.Sum(nil), b.Sum(nil)) }
