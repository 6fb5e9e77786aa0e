package form

import (
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/chandler-dev/chandler/schema"
)

// helpOf gives the help of a form as HTML that is safe to show: only the tags of schema.FormTags are left of it, every
// one is closed, and links open a page of their own. A schema has one item of help; Check refuses more.
func helpOf(s *schema.Schema) (string, error) {
	if len(s.Form) == 0 {
		return "", nil
	}
	help, err := balance(policy().Sanitize(s.Form[0].Description))
	if err != nil {
		return "", schema.Problems{{Code: schema.CodeFormHTML, Severity: schema.Error, File: s.File,
			Message: "the description of form is nested too deep", Hint: "remove tags"}}
	}
	return strings.TrimSpace(help), nil
}

// rounds is how often wrongly nested tags are put in order at most. A browser's rules for them need a second look at
// their own result, now and then a third.
const rounds = 5

// balance closes what is open, as a browser would, so that nothing reaches over the end of the help.
func balance(text string) (string, error) {
	for range rounds {
		balanced, err := reparse(text)
		if err != nil || balanced == text {
			return balanced, err
		}
		text = balanced
	}
	return text, nil
}

// reparse reads HTML as a browser does, and writes what it has understood.
func reparse(text string) (string, error) {
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for tag, attributes := range schema.FormTags() {
		p.AllowElements(tag)
		if len(attributes) > 0 {
			p.AllowAttrs(attributes...).OnElements(tag)
		}
	}
	p.AllowURLSchemes(schema.FormURLSchemes()...)
	p.RequireParseableURLs(true)
	p.AddTargetBlankToFullyQualifiedLinks(true) // with rel="noopener"
	return p
}
