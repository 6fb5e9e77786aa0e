package form

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/chandler-dev/chandler/schema"
)

// hostile are descriptions that would run, style or load something, with what is left of them.
var hostile = map[string]string{
	`<script>steal()</script>after`:                                              `after`,
	`<SCRIPT SRC=//evil.example/x.js></SCRIPT>after`:                             `after`,
	`<p onclick="steal()">text</p>`:                                              `<p>text</p>`,
	`<p style="position:fixed">text</p>`:                                         `<p>text</p>`,
	`<style>p{display:none}</style>text`:                                         `text`,
	`<a href="javascript:steal()">text</a>`:                                      `text`,
	`<a href=" jAvAsCrIpT&#58;steal()">text</a>`:                                 `text`,
	"<a href=\"java\nscript:steal()\">text</a>":                                  `text`,
	`<a href="data:text/html,<script>x</script>">text</a>`:                       `text`,
	`<a href="vbscript:x">text</a>`:                                              `text`,
	`<a href="//evil.example">text</a>`:                                          `text`,
	`<a href="/local">text</a>`:                                                  `text`,
	`<a href="HTTPS://a.example">text</a>`:                                       `<a href="https://a.example" rel="noopener" target="_blank">text</a>`,
	`<a href="https://a.example" target="_top" rel="opener">text</a>`:            `<a href="https://a.example" rel="noopener" target="_blank">text</a>`,
	`<a href="https://a.example/b c">text</a>`:                                   `text`,
	"<a href=\"https://a.example/\tb\">text</a>":                                 `text`,
	`<a href="https://%zz">text</a>`:                                             `text`,
	`<a href="https:a.example">text</a>`:                                         `<a href="https:a.example">text</a>`,
	`<a href="https://a.example/?b=c&d=%20#e">text</a>`:                          `<a href="https://a.example/?b=c&amp;d=%20#e" rel="noopener" target="_blank">text</a>`,
	`<a name="top" href="https://a.example">text</a><a>none</a>`:                 `<a href="https://a.example" rel="noopener" target="_blank">text</a>none`,
	`<a href="mailto:a@b.example">text</a>`:                                      `<a href="mailto:a@b.example">text</a>`,
	`<img src=x onerror=steal()>text`:                                            `text`,
	`<svg onload=steal()><a href="javascript:x">t</a></svg>`:                     `t`,
	`<svg><style><img src=x onerror=steal()></style></svg>`:                      ``,
	`<math><mtext><table><mglyph><style><img src=x onerror=steal()>`:             ``,
	`<iframe srcdoc="<script>x</script>">frame</iframe>text`:                     `text`,
	`<scr<script>ipt>steal()</script>text`:                                       `ipt&gt;steal()text`,
	`<<script>steal()</script>text`:                                              `&lt;text`,
	`<b><i>cross</b>ed</i>`:                                                      `<b><i>cross</i></b><i>ed</i>`,
	`<p>open <b>ended`:                                                           `<p>open <b>ended</b></p>`,
	`</div></p>closed`:                                                           `<p></p>closed`,
	`<!-- <b>comment</b> -->text<![CDATA[x]]>`:                                   `text`,
	`<form action=//evil.example><input name=q></form>x`:                         `x`,
	`1 < 2 & "quoted" &lt;script&gt;`:                                            `1 &lt; 2 &amp; &#34;quoted&#34; &lt;script&gt;`,
	`<h2>Fine</h2><p>All <b>b</b> <i>i</i> <u>u</u> <em>em</em></p><h3>too</h3>`: `<h2>Fine</h2><p>All <b>b</b> <i>i</i> <u>u</u> <em>em</em></p><h3>too</h3>`,
}

func TestNothingHostileIsLeftOfTheHelp(t *testing.T) {
	for description, want := range hostile {
		got, err := helpOf(withHelp(description))
		if err != nil || got != want {
			t.Errorf("of %s is left %s (%v), not %s", description, got, err, want)
		}
	}
}

func TestHelpNestedBeyondReasonIsAnError(t *testing.T) {
	_, err := helpOf(withHelp(strings.Repeat("<b>x</p>", 10000)))
	var problems schema.Problems
	if !errors.As(err, &problems) || !problems.Has(schema.CodeFormHTML) {
		t.Errorf("the error is %v", err)
	}
}

func FuzzHelpIsHarmless(f *testing.F) {
	for description := range hostile {
		f.Add(description)
	}
	f.Fuzz(func(t *testing.T, description string) {
		help, err := helpOf(withHelp(description))
		if err != nil {
			return
		}
		harmless(t, help)
		again, err := helpOf(withHelp(help))
		if err != nil || again != help {
			t.Errorf("%q becomes %q (%v) the second time", help, again, err)
		}
	})
}

// harmless reads the help as a browser does and holds it to what is allowed.
func harmless(t *testing.T, help string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(help))
	for {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%v left open in %q", open, help)
			}
			return
		case html.TextToken:
		case html.StartTagToken:
			open = append(open, token.Data)
			harmlessTag(t, token)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes nothing in %q", token.Data, help)
			}
			open = open[:len(open)-1]
		default:
			t.Errorf("%s in %q", token, help)
		}
	}
}

func harmlessTag(t *testing.T, tag html.Token) {
	t.Helper()
	allowed, known := schema.FormTags()[tag.Data]
	if !known {
		t.Errorf("%s", tag)
	}
	for _, a := range tag.Attr {
		switch {
		case tag.Data == "a" && (a.Key == "target" && a.Val == "_blank" || a.Key == "rel" && strings.Contains(a.Val, "noopener")):
		case !slices.Contains(allowed, a.Key):
			t.Errorf("%s", tag)
		default:
			if u, err := url.Parse(a.Val); err != nil || !slices.Contains(schema.FormURLSchemes(), u.Scheme) {
				t.Errorf("%s", tag)
			}
		}
	}
}

func withHelp(description string) *schema.Schema {
	return &schema.Schema{Form: []schema.FormItem{{Widget: "help", Description: description}}}
}
