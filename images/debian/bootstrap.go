package debian

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// left out of every image; the licences in /usr/share/doc stay.
var documentation = []string{
	"/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/lintian/*", "/usr/share/locale/*",
	"/usr/share/bash-completion/*", "/usr/share/vim/*", "/usr/share/bug/*",
}

// listPackages writes what dpkg would know of the packages, had it installed them: scanners look there.
const listPackages = `for d in "$1"/var/cache/apt/archives/*.deb; do dpkg-deb -f "$d"; echo "Status: install ok installed"; echo; done > "$1/var/lib/dpkg/status"`

// bootstrap writes to w, as a tar, a file system with the packages unpacked in it; no script of theirs is run.
func bootstrap(ctx context.Context, w io.Writer, packages, exclude []string) error {
	sources, err := aptSources("/etc/apt")
	if err != nil {
		return err
	}
	args := []string{"--variant=extract", "--quiet", "--include=" + strings.Join(packages, ","),
		`--aptopt=Apt::Install-Recommends "false"`, "--extract-hook=" + listPackages}
	for _, p := range append(documentation, exclude...) {
		args = append(args, "--dpkgopt=path-exclude="+p)
	}
	args = append(args, "--dpkgopt=path-include=/usr/share/doc/*/copyright", "--format=tar", "", "-")
	cmd := exec.CommandContext(ctx, "mmdebstrap", append(args, sources...)...)
	cmd.Env = append(cmd.Environ(), "SOURCE_DATE_EPOCH=1", "LC_ALL=C")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it then removes its folder
	cmd.WaitDelay = 10 * time.Second
	return runThrough(cmd, w)
}

// runThrough runs a program that writes a tar, and writes to w the part of it that belongs into an image.
func runThrough(cmd *exec.Cmd, w io.Writer) error {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); errors.Is(err, exec.ErrNotFound) {
		return errors.New("mmdebstrap is not installed: apt-get install mmdebstrap")
	} else if err != nil {
		return fmt.Errorf("start mmdebstrap: %w", err)
	}
	copied := copyTar(w, out)
	_, _ = io.Copy(io.Discard, out) // so that it does not wait for a reader
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("mmdebstrap: %w\n%s", err, lastLines(stderr.String(), 8))
	}
	return copied
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// aptSources are the files that say where this machine's apt gets packages.
func aptSources(etc string) ([]string, error) {
	var found []string
	for _, pattern := range []string{"sources.list", "sources.list.d/*.list", "sources.list.d/*.sources"} {
		paths, err := filepath.Glob(filepath.Join(etc, pattern))
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			if info, err := os.Stat(p); err == nil && info.Size() > 0 {
				found = append(found, p)
			}
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("apt has no sources in %s/sources.list or %[1]s/sources.list.d", etc)
	}
	return found, nil
}

// notInImages is what a build leaves behind; a container gets its own /dev.
var notInImages = []string{"dev/", "etc/apt/", "var/cache/", "var/lib/apt/", "var/log/apt/"}

// copyTar copies a file system, without what does not belong into an image and with one time for all of it. The
// certificates of authorities are joined to the file where programs look for them.
func copyTar(w io.Writer, r io.Reader) error {
	tr, tw := tar.NewReader(r), tar.NewWriter(w)
	trusted := certificates{}
	for {
		h, err := tr.Next()
		if err == io.EOF {
			return errors.Join(trusted.join(tw), tw.Close())
		}
		if err != nil {
			return fmt.Errorf("read mmdebstrap's archive: %w", err)
		}
		name := strings.TrimPrefix(h.Name, "./")
		if name == "" || startsWithAny(name, notInImages) {
			continue
		}
		h.Name, h.ModTime, h.Format = name, layer.Epoch, tar.FormatPAX
		h.AccessTime, h.ChangeTime, h.Uname, h.Gname = time.Time{}, time.Time{}, "", ""
		if h.Typeflag == tar.TypeLink {
			h.Linkname = strings.TrimPrefix(h.Linkname, "./")
		}
		if err := tw.WriteHeader(h); err != nil {
			return err
		}
		if _, err := io.Copy(tw, trusted.watch(h, tr)); err != nil {
			return err
		}
	}
}

func startsWithAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
