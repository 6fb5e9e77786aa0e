package scaffold

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxDescription is how many characters of a comment become a description.
const maxDescription = 300

var (
	// paramComment is how some charts describe values: ## @param auth.password [string] Password of the user.
	paramComment = regexp.MustCompile(`(?m)^\s*#+\s*@param\s+(\S+)\s+(?:\[[^\]]*\]\s*)?(.+)$`)
	// typeComment is the type that helm-docs lets a description begin with.
	typeComment = regexp.MustCompile(`^\([\w/]+\) `)
	// codeComment is a value that is commented out, or a line of dashes.
	codeComment = regexp.MustCompile(`^(- |[\w.-]+:(\s|$)|[-=#*~]{3,}|[{}\[\]])`)
)

// params gives the descriptions of @param comments by the paths of their values.
func params(data []byte) map[string]string {
	found := map[string]string{}
	for _, m := range paramComment.FindAllSubmatch(data, -1) {
		found[string(m[1])] = sentence(string(m[2]))
	}
	return found
}

// describe makes a description of the comment at a key: of the lines right above it, else of what stands behind it.
func (w *valueWalk) describe(key, value *yaml.Node) string {
	if above := prose(w.above(key.Line)); above != "" {
		return sentence(above)
	}
	behind := value.LineComment
	if behind == "" {
		behind = key.LineComment
	}
	return sentence(prose([]string{behind}))
}

// above gives the lines of comment that end right above a line of the file, which counts from 1. What stands a blank
// line higher is about something else.
func (w *valueWalk) above(line int) []string {
	end := min(line-1, len(w.lines))
	start := end
	for start > 0 && strings.HasPrefix(strings.TrimSpace(w.lines[start-1]), "#") {
		start--
	}
	return w.lines[start:end]
}

// prose gives the text of a comment without values that are commented out, and from "-- " on if it is in the form of
// helm-docs. A reference to documentation ends it.
func prose(lines []string) string {
	var kept []string
	for _, line := range lines {
		line = strings.TrimSpace(strings.TrimLeft(line, "# \t"))
		if after, ok := strings.CutPrefix(line, "-- "); ok {
			kept = []string{typeComment.ReplaceAllString(after, "")}
			continue
		}
		if strings.HasPrefix(strings.ToLower(line), "ref:") {
			break
		}
		if line != "" && !strings.HasPrefix(line, "@") && !codeComment.MatchString(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, " ")
}

// sentence is one line that begins with a capital and ends with a point.
func sentence(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if text == "" {
		return ""
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if runes := []rune(text); len(runes) > maxDescription {
		cut := string(runes[:maxDescription])
		if i := strings.LastIndex(cut, " "); i > 0 {
			cut = cut[:i]
		}
		return cut + " …"
	}
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}
