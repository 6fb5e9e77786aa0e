package tester

// longestOutput is how many bytes of stdout and of stderr are kept; the rest is read and forgotten.
const longestOutput = 4 << 20

// captured keeps the beginning of an output.
type captured struct {
	text []byte
	cut  bool // there was more
}

// Write keeps what there is room for, and never fails: a script that is not read from would hang.
func (c *captured) Write(p []byte) (int, error) {
	keep := p[:min(len(p), longestOutput-len(c.text))]
	c.text = append(c.text, keep...)
	c.cut = c.cut || len(keep) < len(p)
	return len(p), nil
}

func (c *captured) String() string { return string(c.text) }
