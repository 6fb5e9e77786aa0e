package schema

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

var yamlErrorLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlBreaks makes every break that YAML 1.1 knows a \n, so that lines are counted as the YAML library counts them.
var yamlBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// syntaxProblem puts an error of the YAML library, which knows only the line, into our form. A tab in the indentation
// is what people trip over most, and the library's words for it help nobody.
func syntaxProblem(file string, data []byte, err error) Problem {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := yamlErrorLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	lines := bytes.Split([]byte(yamlBreaks.Replace(string(data))), []byte("\n"))
	if at, found := tabbedLine(lines, line); found {
		return problemAt(file, at, CodeTab, "the line is indented with a tab, but YAML is indented with spaces", "replace the tab by spaces")
	}
	return problemAt(file, position{line, firstColumn(lines, line)}, CodeSyntax, "not YAML: "+message, "")
}

// tabbedLine finds the line whose indentation has a tab: the one the error names or a neighbour, else the first of all.
func tabbedLine(lines [][]byte, named int) (position, bool) {
	var found position
	for i, line := range lines {
		blank := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		tab := bytes.IndexByte(blank, '\t')
		if tab < 0 || len(blank) == len(line) {
			continue
		}
		at := position{i + 1, tab + 1}
		if i+1 >= named-1 && i+1 <= named+1 {
			return at, true
		}
		if found.line == 0 {
			found = at
		}
	}
	return found, found.line != 0
}

func firstColumn(lines [][]byte, line int) int {
	if line < 1 || line > len(lines) {
		return 1
	}
	text := lines[line-1]
	return len(text) - len(bytes.TrimLeft(text, " ")) + 1
}
