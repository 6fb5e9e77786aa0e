package images

import (
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// The user of the slim deployer image: not root, and the number that distroless images use for it.
const deployerUser = 65532

// baseRecipe changes with what baseEntries puts beside the binary, so that older cached layers are not taken for it.
const baseRecipe = "deployer base 1"

// keptBases is how many base layers (of about 15 MB) stay in the user's cache.
const keptBases = 8

// baseLayer is the layer of the static deployer binary, from the cache if it has been made before, and the
// architecture (in Go's words) that the binary is for.
func baseLayer(binary string, cache layer.Cache) (v1.Layer, string, error) {
	arch, err := staticBinary(binary)
	if err != nil {
		return nil, "", err
	}
	key, size, err := baseKey(binary)
	if err != nil {
		return nil, "", fmt.Errorf("read the deployer binary: %w", err)
	}
	l, _, err := cache.Layer(key, func(w io.Writer) error { return layer.WriteTar(w, layer.WithParents(baseEntries(binary, size))) })
	if err != nil {
		return nil, "", fmt.Errorf("make the base layer: %w", err)
	}
	return l, arch, nil
}

func baseEntries(binary string, size int64) []layer.Entry {
	return []layer.Entry{
		{Name: "bin/deployer", Mode: 0o755, Size: size, Open: func() (io.ReadCloser, error) { return os.Open(binary) }},
		{Name: "bin/deploy.sh", Mode: 0o777, Link: "deployer"},
		{Name: "bin/deploy_with_tests.sh", Mode: 0o777, Link: "deployer"},
		{Name: "usr/bin", Mode: 0o777, Link: "../bin"},
		{Name: "tmp", Mode: 0o1777, Dir: true},
		layer.File("etc/passwd", 0o644, fmt.Appendf(nil, "root:x:0:0:root:/:/sbin/nologin\nnonroot:x:%d:%[1]d:nonroot:/tmp:/sbin/nologin\n", deployerUser)),
		layer.File("etc/group", 0o644, fmt.Appendf(nil, "root:x:0:\nnonroot:x:%d:\n", deployerUser)),
		layer.File("etc/nsswitch.conf", 0o644, []byte("hosts: files dns\n")),
	}
}

// baseKey names the base layer by the content of the binary; size is its length in bytes.
func baseKey(binary string) (key string, size int64, err error) {
	f, err := os.Open(binary)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	h.Write([]byte(baseRecipe)) // a hash does not fail
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil))[:32], size, err
}

// architectures are the machines that deployers are built for.
var architectures = map[elf.Machine]string{elf.EM_X86_64: "amd64", elf.EM_AARCH64: "arm64"}

// staticBinary tells the architecture of a Linux program that needs no libraries; others could not start in the image.
func staticBinary(path string) (arch string, err error) {
	f, err := elf.Open(path)
	if err != nil {
		return "", fmt.Errorf("the deployer binary %s is not a Linux program: %w", path, err)
	}
	defer func() { _ = f.Close() }()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return "", fmt.Errorf("the deployer binary %s is linked dynamically and cannot run in an empty image; build it with CGO_ENABLED=0", path)
		}
	}
	arch, ok := architectures[f.Machine]
	if !ok {
		return "", fmt.Errorf("the deployer binary %s is for %s; deployer images are for amd64 and arm64", path, f.Machine)
	}
	return arch, nil
}
