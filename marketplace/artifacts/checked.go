package artifacts

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// checked reads content that is said to have a size and a digest; where it ends, it fails if it had others.
type checked struct {
	r     io.Reader
	close func() error
	want  v1.Hash
	size  int64
	read  int64
	sum   hash.Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.sum.Write(p[:n])
	if c.read += int64(n); c.read > c.size {
		return 0, fmt.Errorf("%s has more than the %d bytes that it is said to have", c.want, c.size)
	}
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	if got := hex.EncodeToString(c.sum.Sum(nil)); c.read != c.size || got != c.want.Hex {
		return 0, fmt.Errorf("%s is damaged: it has %d of %d bytes and the digest sha256:%s", c.want, c.read, c.size, got)
	}
	return n, err
}

func (c *checked) Close() error {
	if c.close == nil {
		return nil
	}
	return c.close()
}
