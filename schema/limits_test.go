package schema

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestFilesBeyondTheLimitsAreRefused(t *testing.T) {
	hostile := hostileFiles()
	for name, yaml := range map[string]string{
		"aliases":       hostile["alias bomb"](),
		"10,000 levels": hostile["10,000 levels"](),
		"101 levels":    strings.Repeat("{a: ", 102) + "1" + strings.Repeat("}", 102),
		"too large":     "a: " + strings.Repeat("x", maxBytes),
		"many values":   "a: [" + strings.Repeat("1,", maxNodes) + "]",
		"wide merges":   hostile["merges of one large map"](),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("schema.yaml", []byte(yaml))
			var problems Problems
			if !errors.As(err, &problems) || !problems.Has(CodeLimit) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestOfVeryManyProblemsAThousandAreTold(t *testing.T) {
	s := mustParse(t, numbered(3_000, "k%d: v\n"))
	if n := len(s.Warnings); n != maxProblems+1 {
		t.Errorf("%d warnings", n)
	}
	_, err := Parse("schema.yaml", []byte("properties:\n"+numbered(5_000, "  p/%d: {}\n")))
	var problems Problems
	if !errors.As(err, &problems) || len(problems.Errors()) != 2*maxProblems+1 || !problems.Has(CodeLimit) {
		t.Errorf("%d errors", len(problems.Errors()))
	}
}

func TestTenThousandPropertiesAreFine(t *testing.T) {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "  p%d: {type: string, default: x}\n", i)
	}
	s := mustParse(t, v1(b.String()))
	values, err := Resolve(s, nil, testEnvironment())
	if err != nil || len(values) != 10_000 {
		t.Errorf("%d values, %v", len(values), err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(v1("  a: {type: string}\nrequired: [a]\n")))
	f.Add([]byte(v2("  deployerServiceAccount: {roles: [{type: Role, rulesType: CUSTOM}]}\n")))
	f.Add([]byte(account("{type: Role, rulesType: PREDEFINED, rulesFromRoleName: edit}")))
	f.Add([]byte("a: &a [*a]\n<<: {b: 1}\n"))
	f.Add([]byte("properties:\n\ta: x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("schema.yaml", data)
		if (s == nil) == (err == nil) {
			t.Fatalf("schema %v and error %v", s, err)
		}
		if err != nil {
			places(t, err)
			return
		}
		_ = s.Check()
		s.Document()
		if merged, err := Overlay(s, s); err == nil {
			_, _ = Resolve(merged, map[string]any{ImageRepoPrefixKey: "r.io/a"}, Environment{ApplicationUID: "u"})
		}
	})
}
