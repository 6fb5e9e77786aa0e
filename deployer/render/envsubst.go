package render

import "strings"

// substitute replaces $name and ${name} as GNU envsubst does when it is given a list of names: other names, and all
// that is not exactly of these two forms, stay as they are. There is no way to escape a dollar sign.
func substitute(text string, values map[string]string) string {
	var out strings.Builder
	for {
		dollar := strings.IndexByte(text, '$')
		if dollar < 0 {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:dollar])
		text = text[dollar:]
		name, length := reference(text)
		if value, declared := values[name]; declared && name != "" {
			out.WriteString(value)
		} else {
			out.WriteString(text[:length])
		}
		text = text[length:]
	}
}

// reference reads the reference at the start of text, which is a dollar sign: its name, empty if it is none, and how
// many bytes to go on after.
func reference(text string) (name string, length int) {
	start := 1
	braces := strings.HasPrefix(text, "${")
	if braces {
		start = 2
	}
	end := start
	for end < len(text) && isNamePart(text[end], end == start) {
		end++
	}
	switch {
	case end == start:
		return "", start
	case !braces:
		return text[start:end], end
	case end < len(text) && text[end] == '}':
		return text[start:end], end + 1
	}
	return "", end
}

func isNamePart(c byte, first bool) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || !first && c >= '0' && c <= '9'
}
