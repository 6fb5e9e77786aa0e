package images

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// openBlob opens what a layout keeps under a digest. At its end it fails if that is not what the digest says.
func openBlob(s store, digest v1.Hash) (io.ReadCloser, error) {
	if digest.Algorithm != "sha256" || len(digest.Hex) != 2*sha256.Size {
		return nil, fmt.Errorf("%q is not a sha256 digest", digest)
	}
	r, err := s.open("blobs/sha256/" + digest.Hex)
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", digest, err)
	}
	return &verified{ReadCloser: r, want: digest, sum: sha256.New()}, nil
}

// verified sums what is read and compares at the end.
type verified struct {
	io.ReadCloser
	want v1.Hash
	sum  hash.Hash
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	v.sum.Write(p[:n])
	if err == io.EOF && hex.EncodeToString(v.sum.Sum(nil)) != v.want.Hex {
		return n, fmt.Errorf("blob %s is damaged: what is there has another digest", v.want)
	}
	return n, err
}
