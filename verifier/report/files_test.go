package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/chandler-dev/chandler/internal/kube"
)

// reports are those that are drawn in tests.
func reports() map[string]*Report {
	hostile := failed()
	hostile.Package = `<script>alert("x")</script>`
	hostile.Steps[1].Notes = []string{"a note with <b>, ]]> and \x1b[31mcolour\x00"}
	hostile.Steps[1].Objects = []Object{{Ref: kube.Ref{Kind: "ConfigMap", Name: "a"}, Status: "applied"}}
	return map[string]*Report{"passed": passed(), "failed": failed(), "refused": refused(), "hostile": hostile}
}

func TestReportsAreTestsForCISystems(t *testing.T) {
	for name, r := range reports() {
		var b bytes.Buffer
		if err := r.WriteJUnit(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".junit.xml", b.String())
		for d := xml.NewDecoder(&b); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
		}
	}
}

func TestReportsArePagesThatNeedNothingElse(t *testing.T) {
	for name, r := range reports() {
		var b bytes.Buffer
		if err := r.WriteHTML(&b, []string{"deployer.log", "pods/web 1?.main.log"}); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".html", b.String())
		root, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		for node := range root.Descendants() {
			if node.Type != html.ElementNode {
				continue
			}
			switch node.Data {
			case "script", "img", "link", "iframe", "b":
				t.Errorf("%s: there is a %s in it", name, node.Data)
			}
			for _, a := range node.Attr {
				if a.Key == "href" && strings.Contains(a.Val, "?") || a.Key == "src" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: %s has %s=%q", name, node.Data, a.Key, a.Val)
				}
			}
		}
	}
}
