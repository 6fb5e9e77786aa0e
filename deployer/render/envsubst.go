package render

import "strings"

// template is a manifest in pieces, in the order in which they stand.
type template []piece

// piece is text, or a reference to a declared name.
type piece struct {
	// text is what it is rendered to if name is empty, else what stands in the file. name says which value stands
	// there: the parameter's, or that of an expression, which has a number for a name.
	text, name string
	// uses are the parameters that the value is made of.
	uses []string
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
	c := cutter{text: text, line: 1}
	for at := c.dollar(0); at >= 0; {
		name, length := reference(text[at:])
		if _, known := declared[name]; known && name != "" {
			c.cut(at, length, piece{name: name, uses: []string{name}})
		}
		at = c.dollar(at + length)
	}
	return c.rest()
}

// cutter cuts a text into pieces.
type cutter struct {
	text string
	// start is where the text begins that is in no piece yet, line the line there.
	start, line int
	found       template
	references  int
}

// dollar gives the place of the next dollar sign, from a place on; -1 if there is none, or enough were found.
func (c *cutter) dollar(from int) int {
	if c.references > maxReferences {
		return -1
	}
	if next := strings.IndexByte(c.text[from:], '$'); next >= 0 {
		return from + next
	}
	return -1
}

// cut makes a piece of what stands at a place.
func (c *cutter) cut(at, length int, p piece) {
	c.keep(at)
	end := at + length
	before, after := c.text[:at], c.text[end:]
	if p.name != "" {
		c.references++
		p.text = c.text[at:end]
		p.bare, p.alone = endsPlace(before) && startsPlace(after), endsIndentation(before) && startsLineEnd(after)
	}
	c.add(end, p)
}

// keep makes a piece of the text up to a place.
func (c *cutter) keep(end int) {
	if end > c.start {
		c.add(end, piece{text: c.text[c.start:end]})
	}
}

func (c *cutter) add(end int, p piece) {
	p.line = c.line
	c.found = append(c.found, p)
	c.line += strings.Count(c.text[c.start:end], "\n")
	c.start = end
}

func (c *cutter) rest() template {
	c.keep(len(c.text))
	return c.found
}

// references is how many there are.
func (t template) references() int {
	n := 0
	for _, p := range t {
		if p.name != "" {
			n++
		}
	}
	return n
}

// size is how many bytes it renders to with values, at most limit and one more.
func (t template) size(values map[string]string, limit int) int {
	n := 0
	for _, p := range t {
		if p.name != "" {
			n += len(values[p.name])
		} else {
			n += len(p.text)
		}
		if n > limit {
			return limit + 1
		}
	}
	return n
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
