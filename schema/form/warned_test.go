package form

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/chandler-dev/chandler/schema"
)

// FuzzCheckWarnsOfWhatTheFormDrops holds the warning, which knows nothing of the sanitiser, to what that does.
func FuzzCheckWarnsOfWhatTheFormDrops(f *testing.F) {
	for description := range hostile {
		f.Add(description)
	}
	f.Fuzz(func(t *testing.T, description string) {
		data, err := json.Marshal(map[string]any{"form": []any{map[string]any{"widget": "help", "description": description}}})
		if err != nil {
			t.Fatal(err)
		}
		s, err := schema.Parse("schema.yaml", data)
		if err != nil || len(s.Form) != 1 {
			return
		}
		left := policy().AddTargetBlankToFullyQualifiedLinks(false).Sanitize(s.Form[0].Description)
		before, after := startTags(s.Form[0].Description), startTags(left)
		dropped := !slices.Equal(before, after)
		if warned := s.Check().Has(schema.CodeFormHTML); warned != dropped {
			t.Errorf("%q: warned is %t, but the tags are %v, and then %v", description, warned, before, after)
		}
	})
}

// startTags gives the tags of a text with the names of their attributes.
func startTags(text string) []string {
	var tags []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tags
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			name := token.Data
			for _, a := range token.Attr {
				name += " " + a.Key
			}
			tags = append(tags, name)
		}
	}
}
