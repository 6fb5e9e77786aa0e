package tester

import (
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// checkTitle reads an HTML document, as leniently as browsers do, and holds the title in its head against the
// comparisons; "" if they hold.
func checkTitle(body io.Reader, a *testspec.StringAssert) string {
	if a == nil {
		return ""
	}
	root, err := html.Parse(body)
	if err != nil {
		return "the body cannot be read: " + printable(err.Error(), longestText)
	}
	title := child(child(child(root, atom.Html), atom.Head), atom.Title)
	if title == nil {
		return "HTML document contains no title"
	}
	var text strings.Builder
	for n := range title.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
	}
	return checkString("title", text.String(), a)
}

func child(n *html.Node, name atom.Atom) *html.Node {
	if n == nil {
		return nil
	}
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.DataAtom == name {
			return c
		}
	}
	return nil
}
