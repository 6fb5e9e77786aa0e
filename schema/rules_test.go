package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheJSONSchemaOfAPropertyHasTheRulesThatSuitIt(t *testing.T) {
	for _, c := range []struct{ name, property, want string }{
		{"no rules", "{type: boolean}", `{"type":"boolean"}`},
		{"numbers", "{type: int, minimum: 1, maximum: 6}", `{"type":"integer","minimum":1,"maximum":6}`},
		{"fractions", "{type: number, minimum: 0.5, enum: [1, 1.5]}", `{"type":"number","minimum":0.5,"enum":[1,1.5]}`},
		{"strings", "{type: string, minLength: 1, maxLength: 8, pattern: ^a, enum: [a, b]}", `{"type":"string","minLength":1,"maxLength":8,"pattern":"^a","enum":["a","b"]}`},
		{"integers as text", "{type: integer, enum: ['1', '3', two]}", `{"type":"integer","enum":[1,3]}`},
		{"text as it is written", "{type: string, enum: [1.10, yes, 2025-01-31, x, null, [y]]}", `{"type":"string","enum":["1.10","yes","2025-01-31","x"]}`},
		{"the same twice", "{type: integer, enum: [1, '1', 1.0]}", `{"type":"integer","enum":[1]}`},
		{"booleans", "{type: boolean, enum: [true, 'no', 1]}", `{"type":"boolean","enum":[true,false]}`},
		{"numbers for a string", "{type: string, minimum: 1, maximum: 2}", `{"type":"string"}`},
		{"lengths for a number", "{type: integer, minLength: 1, maxLength: 2, pattern: x}", `{"type":"integer"}`},
		{"minimum over maximum", "{type: integer, minimum: 3, maximum: 2}", `{"type":"integer"}`},
		{"minLength over maxLength", "{type: string, minLength: 3, maxLength: 2}", `{"type":"string"}`},
		{"negative length", "{type: string, minLength: -1, maxLength: 2}", `{"type":"string","maxLength":2}`},
		{"infinite", "{type: number, minimum: -.inf, maximum: .nan, enum: [.inf]}", `{"type":"number"}`},
		{"pattern that is not RE2", "{type: string, pattern: '(?=a)'}", `{"type":"string"}`},
		{"empty enum", "{type: string, enum: []}", `{"type":"string"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want map[string]any
			if err := json.Unmarshal([]byte(c.want), &want); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(mustParse(t, v1("  a: "+c.property+"\n")).Property("a").JSONSchema())
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRulesThatCannotBeHeldAreWarnedOfAtTheirKey(t *testing.T) {
	for _, c := range []struct{ name, property, want, says string }{
		{"minimum of text", "{type: string, minimum: 1}", "3:21 CH125", "a rule for numbers"},
		{"pattern of a number", "{type: integer, pattern: x}", "3:22 CH125", "a rule for strings"},
		{"lengths of a boolean", "{type: boolean, minLength: 1, maxLength: 2}", "3:22 CH125,3:36 CH125", "a rule for strings"},
		{"minimum over maximum", "{type: integer, maximum: 1, minimum: 2}", "3:34 CH125", "more than its maximum"},
		{"minLength over maxLength", "{type: string, minLength: 2, maxLength: 1}", "3:21 CH125", "more than its maxLength"},
		{"negative length", "{type: string, maxLength: -1}", "3:21 CH125", "cannot be negative"},
		{"length that is no number", "{type: string, maxLength: many}", "3:32 CH105", "whole number"},
		{"infinite minimum", "{type: number, minimum: .inf}", "3:21 CH125", "finite"},
		{"text for an integer", "{type: integer, enum: ['1', '2']}", "3:22 CH125", `has the text "1", the text "2", but the property is of type integer; read as such`},
		{"no integer at all", "{type: integer, enum: [1, two]}", "3:22 CH125", `has the text "two", but the property is of type integer; ignored`},
		{"empty enum", "{type: string, enum: []}", "3:21 CH125", "is empty"},
		{"look-ahead", "{type: string, pattern: '^(?=a)b'}", "3:21 CH127", "is not held: it is not RE2: invalid or unsupported Perl syntax: (?="},
		{"back reference", `{type: string, pattern: '(a)\1'}`, "3:21 CH127", `invalid escape sequence: \1`},
		{"repeated repetition", "{type: string, pattern: '(((a{1000}){1000}){1000})'}", "3:21 CH127", "invalid repeat count"},
		{"large pattern", "{type: string, pattern: '([a-z]{1000}){0,1}(abcdefghijklmnop){1000}'}", "3:21 CH127", "more than 5000"},
		{"long pattern", "{type: string, pattern: " + strings.Repeat("a", maxPatternBytes+1) + "}", "3:21 CH127", "more than 4096"},
		{"all is well", "{type: string, pattern: '^[a-z]$', minLength: 1, maxLength: 1, enum: [a]}", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			warnings := mustParse(t, v1("  a: "+c.property+"\n")).Check().Warnings()
			if got := placesOf(warnings); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if len(warnings) > 0 && !strings.Contains(warnings[0].Message, c.says) {
				t.Errorf("%q does not say %q", warnings[0].Message, c.says)
			}
		})
	}
}

// placesOf gives problems in the form "line:column code,…".
func placesOf(ps Problems) string {
	var all []string
	for _, p := range ps {
		all = append(all, place3(p))
	}
	return strings.Join(all, ",")
}
