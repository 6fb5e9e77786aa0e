package schema

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// FormTags gives the HTML elements that the description of a form item may have, each with its attributes.
func FormTags() map[string][]string {
	return map[string][]string{"a": {"href"}, "h2": nil, "h3": nil, "p": nil, "b": nil, "i": nil, "u": nil, "em": nil}
}

// FormURLSchemes gives the schemes that links in such a description may have.
func FormURLSchemes() []string {
	return []string{"http", "https", "mailto"}
}

// checkFormHTML warns of what no install form will show of the description. Only that of the first item is shown.
func (r *reader) checkFormHTML(form []FormItem) {
	if len(form) == 0 {
		return
	}
	if dropped := droppedHTML(form[0].Description); len(dropped) > 0 {
		r.warn(form[0].describedAt, CodeFormHTML, "the description of form has HTML that is not shown: "+strings.Join(dropped, ", "),
			"it may have the tags a, h2, h3, p, b, i, u and em, and links to http, https and mailto")
	}
}

// droppedHTML names the tags, attributes and links that are not allowed, each once, in the order of the text, up to a
// number that can be read.
func droppedHTML(text string) []string {
	const most = 8
	var dropped []string
	tags := FormTags()
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return dropped
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, what := range droppedOf(z.Token(), tags) {
				if slices.Contains(dropped, what) {
					continue
				}
				if len(dropped) == most {
					return append(dropped, "and more")
				}
				dropped = append(dropped, what)
			}
		}
	}
}

func droppedOf(tag html.Token, tags map[string][]string) []string {
	attributes, known := tags[tag.Data]
	switch {
	case !known:
		return []string{"<" + shorten(tag.Data) + ">"}
	case tag.Data == "a" && len(tag.Attr) == 0:
		return []string{"<a> without href"}
	}
	var dropped []string
	for _, a := range tag.Attr {
		if what := droppedAttribute(tag.Data, a, attributes); what != "" {
			dropped = append(dropped, what)
		}
	}
	return dropped
}

func droppedAttribute(tag string, a html.Attribute, allowed []string) string {
	if !slices.Contains(allowed, a.Key) {
		return shorten(a.Key) + " of <" + tag + ">"
	}
	if !allowedLink(strings.TrimSpace(a.Val)) {
		return "the link " + describeLink(a.Val)
	}
	return ""
}

func allowedLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && !strings.ContainsAny(link, " \t\n") && slices.Contains(FormURLSchemes(), u.Scheme)
}

func describeLink(link string) string {
	if link == "" {
		return "to nowhere"
	}
	return "to " + shorten(strings.ToValidUTF8(link, "?"))
}
