package artifacts

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds on the names in a chart, and on charts packed in charts.
const (
	maxNameBytes = 255
	maxNameDepth = 16
	maxNesting   = 4
	maxHeaders   = 16 << 20
)

// unpacking reads packed charts within bounds that hold for all of them together. It reads to the end and collects what
// is wrong, unless reading on would cost more than the bounds.
type unpacking struct {
	limits   Limits
	files    map[string][]byte
	seen     map[string]bool // names in lower case, and the folders they are in
	bytes    int64
	left     int64 // of what may be unpacked at all, skipped entries included
	entries  int
	problems problems
}

// unpack gives the files of a packed chart by their paths in it, those of charts packed in charts/ below the folder that
// each has in its archive. The error is an *UploadError.
func unpack(data []byte, l Limits) (map[string][]byte, error) {
	u := &unpacking{limits: l, files: map[string][]byte{}, seen: map[string]bool{}, left: 2*l.UnpackedBytes + maxHeaders}
	u.archive(data, "", "")
	if err := u.problems.err(); err != nil {
		return nil, err
	}
	if len(u.files) == 0 {
		return nil, refused("", "the archive is empty", "pack a chart with helm package")
	}
	return u.files, nil
}

// archive reads one packed chart. name is its own path, empty for the whole; its files go below prefix.
func (u *unpacking) archive(data []byte, name, prefix string) bool {
	in := bufio.NewReader(bytes.NewReader(data))
	z, err := gzip.NewReader(in)
	if err != nil {
		u.problems.add(name, 0, "it is not a packed chart: not compressed with gzip", "upload the .tgz that helm package makes")
		return false
	}
	z.Multistream(false)
	top := ""
	t := tar.NewReader(&bounded{z, &u.left})
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return u.trailing(z, in, name)
		}
		if err != nil {
			u.unreadable(name)
			return false
		}
		if !u.entry(t, h, name, prefix, &top) {
			return false
		}
	}
}

// unreadable says why the archive cannot be read on.
func (u *unpacking) unreadable(name string) {
	if u.left <= 0 {
		u.problems.add(name, 0, "it unpacks to far more than "+sizeOf(u.limits.UnpackedBytes), "leave out what the chart does not need")
		return
	}
	u.problems.add(name, 0, "the archive is damaged: it cannot be read to its end", "pack the chart anew with helm package, and upload it again")
}

// bounded reads until nothing is left, then fails.
type bounded struct {
	r    io.Reader
	left *int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if *b.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := b.r.Read(p[:min(int64(len(p)), *b.left)])
	*b.left -= int64(n)
	return n, err
}

// trailing refuses what follows after the end of the archive, which no two programs read alike.
func (u *unpacking) trailing(z io.Reader, in *bufio.Reader, name string) bool {
	rest := io.LimitReader(z, u.limits.UnpackedBytes)
	buffer := make([]byte, 32<<10)
	for {
		n, err := rest.Read(buffer)
		if len(bytes.Trim(buffer[:n], "\x00")) > 0 {
			u.problems.add(name, 0, "there is data after the end of the archive", "pack the chart anew with helm package")
			return false
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			u.unreadable(name)
			return false
		}
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		u.problems.add(name, 0, "there is data after the end of the archive", "pack the chart anew with helm package")
		return false
	}
	return true
}

// entry reads one entry; false if reading has to stop.
func (u *unpacking) entry(t io.Reader, h *tar.Header, archive, prefix string, top *string) bool {
	if u.entries++; u.entries > 2*u.limits.ChartFiles {
		u.problems.add(archive, 0, fmt.Sprintf("it has more than %d entries", 2*u.limits.ChartFiles), "leave out what the chart does not need")
		return false
	}
	if h.Typeflag == tar.TypeXGlobalHeader {
		return true
	}
	if message := nameProblem(h.Name); message != "" {
		u.problems.add(shown(h.Name), 0, message, "pack the chart with helm package")
		return len(u.problems) < maxProblems
	}
	first, rest, nested := strings.Cut(strings.TrimSuffix(h.Name, "/"), "/")
	switch {
	case h.Typeflag != tar.TypeDir && h.Typeflag != tar.TypeReg:
		u.problems.add(shown(h.Name), 0, "it is "+typeName(h.Typeflag)+", and only files are taken", "put the file itself into the chart")
		return len(u.problems) < maxProblems
	case *top != "" && first != *top:
		u.problems.add(archive, 0, fmt.Sprintf("it has two folders at its top: %s and %s", *top, first), "a packed chart has one, as helm package makes it")
		return false
	case h.Typeflag == tar.TypeReg && !nested:
		u.problems.add(shown(h.Name), 0, "it lies beside the chart's folder, not in it", "a packed chart has one folder at its top, as helm package makes it")
		return len(u.problems) < maxProblems
	}
	*top = first
	if h.Typeflag == tar.TypeDir {
		return true
	}
	if archive != "" {
		rest = first + "/" + rest
	}
	return u.file(t, h, prefix+rest)
}

// file reads a file, and a chart that is packed in it.
func (u *unpacking) file(t io.Reader, h *tar.Header, name string) bool {
	if !u.unique(name) {
		u.problems.add(name, 0, "it is in the archive twice", "names that differ by case alone count as one; pack the chart anew")
		return len(u.problems) < maxProblems
	}
	if message := u.tooMuch(h.Size); message != "" {
		u.problems.add(name, 0, message, "leave out what the chart does not need")
		return false
	}
	data, err := io.ReadAll(t) // as long as its header says, or an error
	if err != nil {
		u.unreadable(name)
		return false
	}
	dir, base := path.Split(name)
	if path.Base(dir) != "charts" || !strings.HasSuffix(base, ".tgz") {
		u.files[name] = data
		return true
	}
	if strings.Count(name, "charts/") > maxNesting {
		u.problems.add(name, 0, "charts are packed in charts too deep", fmt.Sprintf("at most %d levels are taken", maxNesting))
		return false
	}
	return u.archive(data, name, dir)
}

// unique takes a name, and the names of the folders that it is in; false if it is taken.
func (u *unpacking) unique(name string) bool {
	lower := strings.ToLower(name)
	if u.seen[lower] || u.seen[lower+"/"] {
		return false
	}
	u.seen[lower] = true
	for dir := path.Dir(lower); dir != "."; dir = path.Dir(dir) {
		if u.seen[dir] {
			return false // a file is where this needs a folder
		}
		u.seen[dir+"/"] = true
	}
	return true
}

// tooMuch counts a file and says which bound it breaks.
func (u *unpacking) tooMuch(size int64) string {
	u.bytes += size
	switch {
	case size > u.limits.FileBytes:
		return fmt.Sprintf("it has more than %s", sizeOf(u.limits.FileBytes))
	case u.bytes > u.limits.UnpackedBytes:
		return fmt.Sprintf("the chart has, unpacked, more than %s", sizeOf(u.limits.UnpackedBytes))
	case len(u.seen) > maxNameDepth*u.limits.ChartFiles || len(u.files) >= u.limits.ChartFiles:
		return fmt.Sprintf("the chart has more than %d files", u.limits.ChartFiles)
	}
	return ""
}

func sizeOf(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// nameProblem says what is wrong with the name of an entry.
func nameProblem(name string) string {
	trimmed := strings.TrimSuffix(name, "/")
	switch {
	case !utf8.ValidString(name):
		return "its name is not in UTF-8"
	case len(name) > maxNameBytes:
		return fmt.Sprintf("its name has more than %d bytes", maxNameBytes)
	case strings.HasPrefix(name, "/"):
		return "its name is an absolute path"
	case strings.ContainsFunc(name, func(c rune) bool { return c == '\\' || c == ':' || !unicode.IsPrint(c) }):
		return "its name has characters that paths do not take everywhere"
	case strings.Count(trimmed, "/") > maxNameDepth:
		return fmt.Sprintf("it lies more than %d folders deep", maxNameDepth)
	}
	for part := range strings.SplitSeq(trimmed, "/") {
		if part == ".." {
			return "its name leads out of the chart"
		}
		if part == "" || part == "." {
			return "its name is not a plain path"
		}
	}
	return ""
}

// shown is a name as it can be told.
func shown(name string) string {
	name = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return unicode.ReplacementChar
		}
		return c
	}, strings.ToValidUTF8(name, string(unicode.ReplacementChar)))
	if runes := []rune(name); len(runes) > 100 {
		return string(runes[:100]) + "…"
	}
	return name
}

func typeName(flag byte) string {
	switch flag {
	case tar.TypeSymlink:
		return "a symbolic link"
	case tar.TypeLink:
		return "a hard link"
	case tar.TypeChar, tar.TypeBlock:
		return "a device"
	case tar.TypeFifo:
		return "a pipe"
	}
	return "neither a file nor a folder"
}
