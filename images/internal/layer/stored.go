package layer

import (
	"errors"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/klauspost/compress/gzip"
)

// stored is a compressed layer whose digests are known, so that using it costs nothing.
type stored struct {
	digest, diffID v1.Hash
	size           int64
	open           func() (io.ReadCloser, error)
}

var _ v1.Layer = (*stored)(nil)

func (s *stored) Digest() (v1.Hash, error)             { return s.digest, nil }
func (s *stored) DiffID() (v1.Hash, error)             { return s.diffID, nil }
func (s *stored) Size() (int64, error)                 { return s.size, nil }
func (s *stored) MediaType() (types.MediaType, error)  { return types.OCILayer, nil }
func (s *stored) Compressed() (io.ReadCloser, error)   { return s.open() }
func (s *stored) Uncompressed() (io.ReadCloser, error) { return gunzip(s.open) }

// gunzip opens what open gives, decompressed; closing it closes both.
func gunzip(open func() (io.ReadCloser, error)) (io.ReadCloser, error) {
	packed, err := open()
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, errors.Join(err, packed.Close())
	}
	return &unpacked{Reader: z, z: z, under: packed}, nil
}

type unpacked struct {
	io.Reader
	z, under io.Closer
}

func (u *unpacked) Close() error {
	return errors.Join(u.z.Close(), u.under.Close())
}
