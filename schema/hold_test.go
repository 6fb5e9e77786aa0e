package schema

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestGivenValuesAreHeldToTheRules(t *testing.T) {
	for _, c := range []struct {
		name, property string
		given          any
		want           string
	}{
		{"minimum", "{type: integer, minimum: 1}", 0, "property a must be at least 1"},
		{"minimum itself", "{type: integer, minimum: 1}", 1, ""},
		{"maximum", "{type: integer, maximum: 6}", 7, "property a must be at most 6"},
		{"fraction", "{type: number, minimum: 0.5}", 0.25, "property a must be at least 0.5"},
		{"integer for a number", "{type: number, maximum: 2}", 3, "property a must be at most 2"},
		{"boolean for an integer", "{type: integer, minimum: 1}", false, "property a must be at least 1"},
		{"infinite", "{type: number, minimum: 1}", math.Inf(1), "property a must be a finite number"},
		{"no number", "{type: number, maximum: 1}", math.NaN(), "property a must be a finite number"},
		{"infinite without rules", "{type: number}", math.Inf(1), ""},
		{"enum", "{type: string, enum: [small, large]}", "huge", "property a must be one of small, large"},
		{"enum of one", "{type: string, enum: [small]}", "huge", "property a must be small"},
		{"enum with empty text", "{type: string, enum: ['', a]}", "b", `property a must be one of "", a`},
		{"long enum", "{type: integer, enum: [1, 2, 3, 4, 5, 6, 7]}", 9, "property a must be one of 1, 2, 3, 4, 5 and 2 more"},
		{"enum of integers as text", "{type: integer, enum: ['1', '3']}", 1, ""},
		{"not in an enum of integers as text", "{type: integer, enum: ['1', '3']}", 2, "property a must be one of 1, 3"},
		{"enum of text written as numbers", "{type: string, enum: [1.10, 1.11]}", "1.10", ""},
		{"enum of booleans", "{type: boolean, enum: [true]}", false, "property a must be True"},
		{"minLength", "{type: string, minLength: 3}", "ab", "property a has fewer than 3 characters"},
		{"maxLength", "{type: string, maxLength: 8}", "abcdefghi", "property a has more than 8 characters"},
		{"length in characters", "{type: string, maxLength: 3, minLength: 3}", "äöü", ""},
		{"pattern", "{type: string, pattern: '^[a-z]+$'}", "a1", "property a must match the pattern ^[a-z]+$"},
		{"pattern anywhere", "{type: string, pattern: '[0-9]'}", "a1b", ""},
		{"end of text", "{type: string, pattern: '^a$'}", "a\n", "property a must match the pattern ^a$"},
		{"empty text", "{type: string, pattern: '^a$'}", "", "property a must match the pattern ^a$"},
		{"several rules", "{type: string, maxLength: 1, pattern: '^a*$'}", "bb", "property a has more than 1 character; property a must match the pattern ^a*$"},

		{"null", "{type: integer, minimum: 1}", nil, ""},
		{"the default", "{type: integer, minimum: 1, default: 0}", 0, ""},
		{"another than the default", "{type: integer, minimum: 1, default: 0}", -1, "property a must be at least 1"},
		{"pattern that is not RE2", "{type: string, pattern: '(?=x)'}", "a", ""},
		{"contradicting rules", "{type: integer, minimum: 3, maximum: 2}", 9, ""},
		{"a password", "{type: string, minLength: 20, x-google-marketplace: {type: GENERATED_PASSWORD}}", "a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Resolve(mustParse(t, v1("  a: "+c.property+"\n")), map[string]any{"a": c.given}, testEnvironment())
			var said []string
			var problems Problems
			if errors.As(err, &problems) {
				for _, p := range problems {
					said = append(said, p.Message)
					if p.Code != CodeValueRule || p.Parameter != "a" || p.Line != 3 || p.Column != 3 {
						t.Errorf("%+v", p)
					}
				}
			}
			if got := strings.Join(said, "; "); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestDefaultsGeneratedAndDerivedValuesAreNotHeld(t *testing.T) {
	s := mustParse(t, v1(`  size: {type: integer, minimum: 1, default: 0}
  password: {type: string, maxLength: 2, x-google-marketplace: {type: GENERATED_PASSWORD}}
  uid: {type: string, pattern: ^x$, x-google-marketplace: {type: APPLICATION_UID}}
  istio: {type: boolean, enum: [true], x-google-marketplace: {type: ISTIO_ENABLED}}
`))
	if _, err := Resolve(s, nil, testEnvironment()); err != nil {
		t.Error(err)
	}
	named := mustParse(t, v1("  a: {type: string, maxLength: 3, x-google-marketplace: {type: NAME}}\n  b: {type: string, maxLength: 3}\n"))
	env := testEnvironment()
	env.SkipNameRules = true
	if _, err := Resolve(named, map[string]any{"a": "apptest-1", "b": "x"}, env); err != nil {
		t.Errorf("a made-up name was held: %v", err)
	}
	if _, err := Resolve(named, map[string]any{"a": "apptest-1", "b": "long"}, env); places(t, err) != "4:3 CH169" {
		t.Errorf("a value beside a made-up name: %v", err)
	}
	env = testEnvironment()
	env.SkipRules = true
	if _, err := Resolve(s, map[string]any{"size": -1}, env); err != nil {
		t.Errorf("a made-up value was held: %v", err)
	}
}

func TestAllBrokenRulesAreNamedInOneRunWithoutTheValues(t *testing.T) {
	const secret = "s3cr3t"
	s := mustParse(t, v1("  a: {type: string, maxLength: 2}\n  b: {type: string, enum: [x, y]}\n  c: {type: string, pattern: ^x$}\n  d: {type: string, minLength: 9}\n"))
	_, err := Resolve(s, map[string]any{"a": secret, "b": secret, "c": secret, "d": secret}, testEnvironment())
	if got, want := places(t, err), "3:3 CH169,4:3 CH169,5:3 CH169,6:3 CH169"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Contains(err.Error(), secret) {
		t.Errorf("the message has the value: %v", err)
	}
}

func TestRulesReferToNothing(t *testing.T) {
	for _, text := range []string{"$ref", "#/$defs/x", "http://localhost:1/x.json", "file:///etc/passwd", "$dynamicRef", "$id"} {
		quoted := "'" + text + "'"
		s := mustParse(t, v1("  a: {type: string, enum: ["+quoted+", {"+quoted+": "+quoted+"}]}\n  b: {type: string, pattern: '"+`^\$?[#a-z:/.0-9$A-Z]+$`+"'}\n  c: {type: string, pattern: "+quoted+"}\n"))
		given := map[string]any{"a": text, "b": text}
		if _, err := Resolve(s, given, testEnvironment()); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if _, err := Resolve(s, map[string]any{"a": "other"}, testEnvironment()); places(t, err) != "3:3 CH169" {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := compileRules(map[string]any{"$ref": "file:///etc/passwd"}); err == nil {
		t.Error("a file was loaded")
	}
	if _, err := compileRules(map[string]any{"$ref": "http://localhost:1/x.json"}); err == nil || !strings.Contains(err.Error(), "no URLLoader") {
		t.Errorf("loading from a network ended in %v", err)
	}
}

func TestHoldingToPatternsHasABound(t *testing.T) {
	var b strings.Builder
	for i := range 50 {
		fmt.Fprintf(&b, "  p%d: {type: string, pattern: '[ab]{0,1000}[ab]{0,900}d'}\n", i)
	}
	s := mustParse(t, v1(b.String()))
	given := map[string]any{}
	for i := range 50 {
		given[fmt.Sprintf("p%d", i)] = strings.Repeat("ab", 1000)
	}
	_, err := Resolve(s, given, testEnvironment())
	var problems Problems
	if !errors.As(err, &problems) || !problems.Has(CodeLimit) || !problems.Has(CodeValueRule) {
		t.Errorf("%v", err)
	}
}

func TestADefaultAgainstItsOwnRulesIsWarnedOf(t *testing.T) {
	for property, want := range map[string]string{
		"{type: string, pattern: ^a$, default: b}":         "it must match the pattern ^a$",
		"{type: integer, minimum: 1, default: 0}":          "it must be at least 1",
		"{type: string, enum: [a, b], default: c}":         "it must be one of a, b",
		"{type: string, enum: [a, b], default: b}":         "",
		"{type: integer, enum: ['1', '3'], default: 1}":    "",
		"{type: string, pattern: ^a$, default: null}":      "",
		"{type: string, pattern: '(?=a)', default: other}": "",
	} {
		var found string
		for _, p := range mustParse(t, v1("  a: "+property+"\n")).Check() {
			if p.Code != CodeRuleDefault {
				continue
			}
			if found += p.Message; p.Severity != Warning || p.Line != 3 || p.Column != strings.Index("  a: "+property, "default")+1 {
				t.Errorf("%s: %+v", property, p)
			}
		}
		if !strings.HasSuffix(found, want) || (want == "") != (found == "") {
			t.Errorf("%s: got %q, want %q", property, found, want)
		}
	}
}
