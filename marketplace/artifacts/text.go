package artifacts

import (
	"bytes"
	"unicode/utf8"
)

// File is one file of a chart or a package.
type File struct {
	Path string `json:"path"`
	Size int64  `json:"size"` // bytes
}

// Text is what is shown of one file.
type Text struct {
	Path string `json:"path"`
	Size int64  `json:"size"` // bytes, of the whole file
	// Text is at most MaxTextBytes of it; empty for a binary file.
	Text      string `json:"text"`
	Truncated bool   `json:"truncated,omitempty"`
	Binary    bool   `json:"binary,omitempty"`
}

// MaxTextBytes bounds what is shown of a file.
const MaxTextBytes = 512 << 10

func textOf(path string, data []byte) *Text {
	t := &Text{Path: path, Size: int64(len(data))}
	if bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data) {
		t.Binary = true
		return t
	}
	if t.Truncated = len(data) > MaxTextBytes; t.Truncated {
		data = data[:MaxTextBytes]
		for !utf8.Valid(data) { // cut within a character
			data = data[:len(data)-1]
		}
	}
	t.Text = string(data)
	return t
}
