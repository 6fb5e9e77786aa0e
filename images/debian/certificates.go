package debian

import (
	"archive/tar"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// Where the package ca-certificates has the certificates of authorities, and where programs look for them.
const (
	authorities = "usr/share/ca-certificates/"
	bundle      = "etc/ssl/certs/ca-certificates.crt"
)

// certificates are those of authorities, by their files. The script of the package that would join them is not run.
type certificates map[string]*bytes.Buffer

// watch gives a reader of a file's content that keeps it if it is a certificate.
func (c certificates) watch(h *tar.Header, r io.Reader) io.Reader {
	if h.Typeflag != tar.TypeReg || !strings.HasPrefix(h.Name, authorities) || !strings.HasSuffix(h.Name, ".crt") {
		return r
	}
	c[h.Name] = &bytes.Buffer{}
	return io.TeeReader(r, c[h.Name])
}

// join writes the one file with all certificates, in the order of their names, if there are some.
func (c certificates) join(w *tar.Writer) error {
	if len(c) == 0 {
		return nil
	}
	var all bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(c)) {
		all.Write(bytes.TrimRight(c[name].Bytes(), "\n"))
		all.WriteByte('\n')
	}
	h := &tar.Header{Name: bundle, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(all.Len()), ModTime: layer.Epoch, Format: tar.FormatPAX}
	if err := w.WriteHeader(h); err != nil {
		return err
	}
	_, err := w.Write(all.Bytes())
	return err
}
