package manual

import (
	"fmt"
	"strings"
)

// markdown explains the key by itself: with the keys under it, and an example of its own or of what it stands in.
func (k Key) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# `%s`\n\n%s\n\n%s", k.Path, k.Summary, k.facts())
	b.WriteString(paragraph(k.Article().Text))
	b.WriteString(k.valueList())
	if under := Children(k.below()); len(under) > 0 {
		b.WriteString("Keys:\n\n")
		for _, child := range under {
			fmt.Fprintf(&b, "- `%s`: %s\n", child.Name(), child.Summary)
		}
		b.WriteString("\n")
	}
	b.WriteString(example(k.Example()))
	return strings.TrimSpace(b.String()) + "\n"
}

// Example is the one of the key, or of the nearest key around it that has one. It is empty if there is none.
func (k Key) Example() string {
	for path := k.Path; path != ""; {
		key, _ := Find(path)
		if e := key.Article().Example; e != "" {
			return e
		}
		path = strings.TrimSuffix(Key{Path: path}.Parent(), "[]")
	}
	return ""
}

// valueMarkdown explains a value of the key by itself.
func (k Key) valueMarkdown(v Value) string {
	a := k.ArticleOf(v.Name)
	text := fmt.Sprintf("# `%s`\n\n%s\n\nA value of `%s`.\n\n", v.Name, v.Summary, k.Path)
	return strings.TrimSpace(text+paragraph(a.Text)+example(or(a.Example, k.Example()))) + "\n"
}

// section is the key's part of the reference page, where the keys under it have parts of their own.
func (k Key) section() string {
	var b strings.Builder
	fmt.Fprintf(&b, "### `%s`\n\n%s\n\n%s", k.Path, k.Summary, k.facts())
	a := k.Article()
	b.WriteString(paragraph(a.Text) + k.valueList() + example(a.Example))
	for _, v := range k.Values {
		if a := k.ArticleOf(v.Name); a != (Article{}) {
			fmt.Fprintf(&b, "#### `%s`\n\n%s\n\n", v.Name, v.Summary)
			b.WriteString(paragraph(a.Text) + example(a.Example))
		}
	}
	return b.String()
}

// facts are the lines about type, default and need.
func (k Key) facts() string {
	lines := "- Type: " + k.describeType() + "\n"
	if k.Default != "" {
		lines += "- Default: `" + k.Default + "`\n"
	}
	if need := k.Required.describe(); need != "" {
		lines += "- Needed: " + need + "\n"
	}
	if k.Only != "" {
		lines += "- Read in: schema " + k.Only + " only\n"
	}
	return lines + "\n"
}

func (k Key) describeType() string {
	describe := map[Type]string{
		Words: "text; a number or boolean is taken as it is spelled", Integer: "whole number", Number: "number",
		Boolean: "`true` or `false`", Scalar: "text, number or boolean",
	}
	items := map[Type]string{"": "list of maps", Text: "list of texts", Scalar: "list of texts, numbers or booleans"}
	switch {
	case k.Type == List:
		return items[k.Items]
	case len(k.Values) > 0:
		return "text"
	case describe[k.Type] != "":
		return describe[k.Type]
	}
	return string(k.Type)
}

func (n Need) describe() string {
	switch n {
	case Always:
		return "yes"
	case InV1, InV2:
		return "in schema " + string(n)
	case InNew:
		return "in packages newly built"
	}
	return ""
}

func (k Key) valueList() string {
	if len(k.Values) == 0 {
		return ""
	}
	text := "Values:\n\n"
	if k.Open {
		text = "Usual values:\n\n"
	}
	for _, v := range k.Values {
		text += fmt.Sprintf("- `%s`: %s\n", v.Name, v.Summary)
	}
	return text + "\n"
}

func paragraph(text string) string {
	if text == "" {
		return ""
	}
	return text + "\n\n"
}

func example(yaml string) string {
	if yaml == "" {
		return ""
	}
	return "Example:\n\n```yaml\n" + yaml + "```\n\n"
}
