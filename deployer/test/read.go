package test

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"
)

// longestLine is how many bytes of a line of a log are told.
const longestLine = 1024

// read takes the lines of a stream, each with its time in front, that were not taken before. seen is how many lines at
// its beginning were: they are passed over, except for those of a container that has started anew meanwhile, which are
// later than all before. A last line without an end is still being written; it is taken if the stream is the whole log.
func (p *position) read(stream io.Reader, whole bool, tell func(line string)) (lines int, err error) {
	seen, latest := p.seen(), p.latest
	reader := bufio.NewReaderSize(stream, 16<<10)
	for {
		line, err := readLine(reader)
		if err != nil && (line == "" || !whole || !errors.Is(err, io.EOF)) {
			return lines, ended(err)
		}
		at, text, timed := split(line)
		switch {
		case !timed: // a node's word that there is no log
		case seen > 0 && !at.After(latest):
			seen--
		default:
			p.take(at)
			tell(text)
			lines++
		}
		if err != nil {
			return lines, ended(err)
		}
	}
}

// ended makes the proper end of a stream no error.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// split takes the time from the front of a line.
func split(line string) (at time.Time, text string, ok bool) {
	stamp, text, _ := strings.Cut(line, " ")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	return at, text, err == nil
}

// readLine reads a line without its end. What is longer than a line may be is read and dropped.
func readLine(r *bufio.Reader) (string, error) {
	const room = longestLine + len(time.RFC3339Nano) + 1
	var b strings.Builder
	long := false
	for {
		part, err := r.ReadSlice('\n')
		keep := min(len(part), room-b.Len())
		b.Write(part[:keep])
		long = long || len(strings.TrimRight(string(part[keep:]), "\r\n")) > 0
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		line := strings.TrimRight(b.String(), "\r\n")
		if long {
			line = strings.ToValidUTF8(line, "") + "…"
		}
		return strings.ToValidUTF8(line, "?"), err
	}
}
