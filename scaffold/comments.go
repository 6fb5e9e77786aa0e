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

// describe makes a description of the comments at a key: of the paragraph right above it, from "-- " on if it is in
// the form of helm-docs, else of what stands behind it.
func describe(key, value *yaml.Node) string {
	paragraphs := strings.Split(strings.TrimSpace(key.HeadComment), "\n\n")
	var kept []string
	for _, line := range strings.Split(paragraphs[len(paragraphs)-1], "\n") {
		line = strings.TrimSpace(strings.TrimLeft(line, "# \t"))
		if after, ok := strings.CutPrefix(line, "-- "); ok {
			kept = []string{after}
			continue
		}
		if line == "" || strings.HasPrefix(line, "@") || codeComment.MatchString(line) {
			continue
		}
		kept = append(kept, line)
	}
	if len(kept) == 0 {
		behind := value.LineComment
		if behind == "" {
			behind = key.LineComment
		}
		line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(strings.TrimLeft(behind, "# \t")), "-- "))
		if line != "" && !codeComment.MatchString(line) {
			kept = append(kept, line)
		}
	}
	return sentence(strings.Join(kept, " "))
}

// sentence is one line that begins with a capital and ends with a point.
func sentence(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if text == "" {
		return ""
	}
	if runes := []rune(text); len(runes) > maxDescription {
		cut := string(runes[:maxDescription])
		if i := strings.LastIndex(cut, " "); i > 0 {
			cut = cut[:i]
		}
		return cut + " …"
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}
