package logs

import (
	"bytes"
	"io"
	"os"
	"strings"
)

// mostTail is how much of a log is looked at for its last lines.
const mostTail = 64 << 10

// Tail returns the last n lines of a log, or "" if it cannot be read. Of a program that crashed, they are the lines up
// to the reason it gave, without the listing of its goroutines.
func Tail(log string, n int) string {
	f, err := os.Open(log)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	if _, err := f.Seek(-mostTail, io.SeekEnd); err != nil {
		_, _ = f.Seek(0, io.SeekStart) // it is shorter than that
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return ""
	}
	if crash := bytes.LastIndex(data, []byte("\ngoroutine ")); crash >= 0 {
		if first := bytes.LastIndex(data[:crash], []byte("panic: ")); first >= 0 {
			data = data[:first+len(firstParagraph(data[first:]))]
		}
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func firstParagraph(data []byte) []byte {
	paragraph, _, _ := bytes.Cut(data, []byte("\n\n"))
	return paragraph
}
