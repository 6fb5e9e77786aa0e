package layer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/klauspost/compress/gzip"
)

// sums are the two digests of a layer (of its compressed and of its plain bytes) and its compressed size in bytes.
type sums struct {
	digest, diffID v1.Hash
	size           int64
}

// New compresses what write writes and keeps it in memory: for small layers.
func New(write func(io.Writer) error) (v1.Layer, error) {
	var buf bytes.Buffer
	s, err := compress(&buf, write)
	if err != nil {
		return nil, err
	}
	return &stored{digest: s.digest, diffID: s.diffID, size: s.size, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(buf.Bytes())), nil
	}}, nil
}

// compress writes to out, gzipped, what write writes.
func compress(out io.Writer, write func(io.Writer) error) (sums, error) {
	packed := &counter{w: out, sum: sha256.New()}
	z := gzip.NewWriter(packed)
	plain := sha256.New()
	if err := write(io.MultiWriter(z, plain)); err != nil {
		return sums{}, err
	}
	if err := z.Close(); err != nil {
		return sums{}, err
	}
	return sums{digest: hashOf(packed.sum), diffID: hashOf(plain), size: packed.n}, nil
}

func hashOf(h hash.Hash) v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(h.Sum(nil))}
}

// counter passes bytes on, and counts and sums them.
type counter struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.sum.Write(p[:n])
	c.n += int64(n)
	return n, err
}
