package schema

import (
	"fmt"
	"strings"
	"testing"
)

func TestHTMLThatNoFormShowsIsWarnedOfAtItsPlace(t *testing.T) {
	const text = `applicationApiVersion: v1beta1
properties: {}
form:
- widget: help
  description: |-
    <h2 class="big">Read <a href="javascript:go()" onclick="go()">this</a></h2>
    <script>go()</script><a href="/docs">docs</a><a>no</a><h2 class="big">Again</h2>
`
	s, err := Parse("schema.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	problems := s.Check()
	if len(problems) != 1 {
		t.Fatalf("problems: %v", problems)
	}
	p := problems[0]
	if p.Code != CodeFormHTML || p.Severity != Warning || p.Line != 5 || p.Column != 3 {
		t.Errorf("problem: %v", p)
	}
	const named = "class of <h2>, the link to javascript:go(), onclick of <a>, <script>, the link to /docs, <a> without href"
	if !strings.HasSuffix(p.Message, named) {
		t.Errorf("%s does not end with %s", p.Message, named)
	}
}

func TestOfMuchDroppedHTMLOnlyTheFirstIsNamed(t *testing.T) {
	var text strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&text, "<x%d>", i)
	}
	dropped := droppedHTML(text.String())
	if len(dropped) != 9 || dropped[7] != "<x7>" || dropped[8] != "and more" {
		t.Errorf("named are %v", dropped)
	}
}

func TestHTMLThatFormsShowIsNotWarnedOf(t *testing.T) {
	for _, text := range []string{
		"", "text", "1 < 2 & 3", "&lt;script&gt;", "<!-- no tag -->", "<P>Shouted</P>", "<p/>",
		`<h2>a</h2><h3>b</h3><p><b>c</b><i>d</i><u>e</u><em>f</em></p>`,
		`<a href="https://a.example">a</a><a href="http://a.example">b</a><a href=" mailto:a@b.example ">c</a>`,
	} {
		if dropped := droppedHTML(text); len(dropped) > 0 {
			t.Errorf("%s is said to lose %v", text, dropped)
		}
	}
}
