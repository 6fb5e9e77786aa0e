package schema_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chandler-dev/chandler/schema"
)

// lineBreaks makes every break that YAML 1.1 knows a \n.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// problemsOf gives the problems of an error, which may be nil and can be nothing else.
func problemsOf(t *testing.T, err error) schema.Problems {
	t.Helper()
	var problems schema.Problems
	if err != nil && (!errors.As(err, &problems) || len(problems.Errors()) == 0) {
		t.Fatalf("the error is no problems: %v", err)
	}
	return problems
}

// sound holds problems to what all of them promise: a code, a message of one line, and a place in one of the files.
func sound(t *testing.T, problems schema.Problems, files map[string][]byte) {
	t.Helper()
	lines := map[string][]string{}
	for _, p := range problems {
		data, known := files[p.File]
		if !known || !strings.HasPrefix(p.Code, "CH1") || p.Message == "" {
			t.Fatalf("a problem without file, code or message: %#v", p)
		}
		if strings.Contains(p.Error(), "\n") {
			t.Errorf("a problem of several lines: %q", p.Error())
		}
		if lines[p.File] == nil {
			lines[p.File] = strings.Split(lineBreaks.Replace(strings.TrimPrefix(string(data), "\ufeff")), "\n")
		}
		if !inside(p, lines[p.File], data) {
			t.Errorf("no place of its file with %d lines: %v", len(lines[p.File]), p)
		}
	}
}

// inside says whether a problem has no place, or one in the lines of its file. The end of a line belongs to it.
func inside(p schema.Problem, lines []string, data []byte) bool {
	if p.Line == 0 || isUTF16(data) {
		return p.Column == 0 || isUTF16(data)
	}
	if p.Line < 1 || p.Line > len(lines) || p.Column < 1 {
		return false
	}
	return !utf8.Valid(data) || p.Column <= utf8.RuneCountInString(lines[p.Line-1])+1
}

// isUTF16 says whether the YAML library takes the bytes for UTF-16, the lines of which are not counted here.
func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}
