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

// checkFormHTML warns of what no install form will show of a description.
func (r *reader) checkFormHTML(item FormItem) {
	if dropped := droppedHTML(item.Description); len(dropped) > 0 {
		r.warn(item.describedAt, CodeFormHTML, "the description of form has HTML that is not shown: "+strings.Join(dropped, ", "),
			"it may have the tags a, h2, h3, p, b, i, u and em, and links to http, https and mailto")
	}
}

// droppedHTML names the tags, attributes and links that are not allowed, each once, in the order of the text.
func droppedHTML(text string) []string {
	var dropped []string
	note := func(what string) {
		if !slices.Contains(dropped, what) {
			dropped = append(dropped, what)
		}
	}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return dropped
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			allowed, known := FormTags()[token.Data]
			if !known {
				note("<" + shorten(token.Data) + ">")
				continue
			}
			if token.Data == "a" && len(token.Attr) == 0 {
				note("<a> without href")
			}
			for _, a := range token.Attr {
				if what := droppedAttribute(token.Data, a, allowed); what != "" {
					note(what)
				}
			}
		}
	}
}

func droppedAttribute(tag string, a html.Attribute, allowed []string) string {
	if !slices.Contains(allowed, a.Key) {
		return shorten(a.Key) + " of <" + tag + ">"
	}
	if u, err := url.Parse(strings.TrimSpace(a.Val)); err != nil || !slices.Contains(FormURLSchemes(), u.Scheme) {
		return "the link " + describeLink(a.Val)
	}
	return ""
}

func describeLink(link string) string {
	if link == "" {
		return "to nowhere"
	}
	return "to " + shorten(strings.ToValidUTF8(link, "?"))
}
