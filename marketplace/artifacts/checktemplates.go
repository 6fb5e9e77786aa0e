package artifacts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template/parse"
)

// isTemplate tells whether a file is a template of the chart, or of one in it.
func isTemplate(name string) bool {
	return strings.HasPrefix(name, "templates/") || strings.HasPrefix(name, "charts/") && strings.Contains(name, "/templates/")
}

// Bounds on a template: what the parser, which calls itself for what is nested, can be trusted with.
const (
	maxTemplateBytes = 2 << 20
	maxBlocks        = 20_000
)

var (
	blockStart = regexp.MustCompile(`\{\{-?\s*(?:if|range|with|block|define|else)\b`)
	parseFault = regexp.MustCompile(`^template: .*?:(\d+)(?::\d+)?: `)
)

// checkTemplate parses a template. Which functions there are is found out by rendering.
func (c *chartCheck) checkTemplate(name string) {
	data := c.files[name]
	if len(data) > maxTemplateBytes || len(blockStart.FindAllIndex(data, maxBlocks)) >= maxBlocks {
		c.problems.add(name, 0, fmt.Sprintf("the template has more than %s or %d blocks", sizeOf(maxTemplateBytes), maxBlocks), "split it")
		return
	}
	tree := parse.New("template")
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(string(data), "", "", map[string]*parse.Tree{}); err != nil {
		message, line := err.Error(), 0
		if m := parseFault.FindStringSubmatch(message); m != nil {
			line, _ = strconv.Atoi(m[1])
			message = message[len(m[0]):]
		}
		c.problems.add(name, line, "the template cannot be read: "+brief(message), "")
	}
}
