package render

import "strings"

// template is a manifest in pieces, in the order in which they stand.
type template []piece

// piece is text, or a reference to a declared name.
type piece struct {
	// text is what stands in the file; name is empty if it is no reference.
	text, name string
	// line is that of the file, counted from 1.
	line int
	// bare says of a reference that nothing but space and the brackets and commas of YAML is next to it, alone that it
	// has a line for itself.
	bare, alone bool
}

// parseTemplate finds the references to the declared names: $name and ${name}, as GNU envsubst does when it is given a
// list of names. Other names, and all that is not exactly of these two forms, is text. There is no way to escape a
// dollar sign.
func parseTemplate(text string, declared map[string]string) template {
	var t template
	start, line := 0, 1
	add := func(p piece) {
		p.line = line
		line += strings.Count(p.text, "\n")
		t = append(t, p)
	}
	for at := 0; at < len(text); {
		dollar := strings.IndexByte(text[at:], '$')
		if dollar < 0 {
			break
		}
		at += dollar
		name, length := reference(text[at:])
		if _, known := declared[name]; known && name != "" {
			if at > start {
				add(piece{text: text[start:at]})
			}
			start = at + length
			before, after := text[:at], text[start:]
			add(piece{text: text[at:start], name: name, bare: endsPlace(before) && startsPlace(after), alone: endsIndentation(before) && startsLineEnd(after)})
		}
		at += length
	}
	if start < len(text) {
		add(piece{text: text[start:]})
	}
	return t
}

// render puts the template together, with what value gives for the references: the pieces of these indices.
func (t template) render(value func(i int) string) string {
	var out strings.Builder
	for i, p := range t {
		if p.name == "" {
			out.WriteString(p.text)
		} else {
			out.WriteString(value(i))
		}
	}
	return out.String()
}

func endsPlace(before string) bool {
	return before == "" || strings.ContainsRune(" \t\r\n[{,", rune(before[len(before)-1]))
}

func startsPlace(after string) bool {
	return after == "" || strings.ContainsRune(" \t\r\n]},", rune(after[0]))
}

func endsIndentation(before string) bool {
	before = strings.TrimRight(before, " \t")
	return before == "" || strings.HasSuffix(before, "\n")
}

func startsLineEnd(after string) bool {
	after = strings.TrimLeft(after, " \t\r")
	return after == "" || after[0] == '\n'
}

// with renders the template with values, which are not looked into again.
func (t template) with(values map[string]string) string {
	return t.render(func(i int) string { return values[t[i].name] })
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
