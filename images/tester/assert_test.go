package tester

import (
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// The cases of the reference's own tests are among these.
func TestTextsAreCompared(t *testing.T) {
	with := func(change func(*testspec.StringAssert, *string)) func(string) testspec.StringAssert {
		return func(s string) (a testspec.StringAssert) { change(&a, &s); return a }
	}
	exactly := with(func(a *testspec.StringAssert, s *string) { a.Exactly = s })
	equals := with(func(a *testspec.StringAssert, s *string) { a.Equals = s })
	contains := with(func(a *testspec.StringAssert, s *string) { a.Contains = s })
	notContains := with(func(a *testspec.StringAssert, s *string) { a.NotContains = s })
	matches := with(func(a *testspec.StringAssert, s *string) { a.Matches = s })
	tests := map[string]struct {
		assert     testspec.StringAssert
		pass, fail []string
	}{
		"exactly":             {exactly("all of it"), []string{"all of it"}, []string{"\nall of it", "all of it\n", " all of it", "all of it ", ""}},
		"exactly nothing":     {exactly(""), []string{""}, []string{"\n", "a"}},
		"equals":              {equals("the same"), []string{"the same", "\nthe same", "the same\n", " the same\t", "\r\nthe same"}, []string{"not the same", "the same\nand more", ""}},
		"equals nothing":      {equals(""), []string{"", "\n", " "}, []string{"a"}},
		"equals with space":   {equals("a "), nil, []string{"a", "a "}},
		"contains":            {contains("more"), []string{"a more b", "more b", "a more", "more"}, []string{"a b", "", "MORE"}},
		"not contains":        {notContains("more"), []string{"a b", ""}, []string{"more", "\nmore", "more\n", "lessmoreless"}},
		"not contain nothing": {notContains(""), nil, []string{"", "\n", "a"}},
		"matches":             {matches("a[bc]d"), []string{"abd", "123acd456", "x\nabd\n"}, []string{"ad", ""}},
		"matches lines":       {matches("(?m)^b$"), []string{"a\nb\nc"}, []string{"ab"}},
		"bad pattern":         {matches(`\`), nil, []string{`\`, ""}},
		"all have to hold": {testspec.StringAssert{Exactly: new("ab\n"), Equals: new("ab"), Contains: new("b"), NotContains: new("c"), Matches: new("^a")},
			[]string{"ab\n"}, []string{"ab", "abc\n", "ba\n"}},
		"nothing": {testspec.StringAssert{}, []string{"", "a"}, nil},
	}
	for name, test := range tests {
		for _, s := range test.pass {
			if reason := checkString("stdout", s, &test.assert); reason != "" {
				t.Errorf("%s: %q does not pass: %s", name, s, reason)
			}
		}
		for _, s := range test.fail {
			if reason := checkString("stdout", s, &test.assert); !strings.HasPrefix(reason, "stdout ") {
				t.Errorf("%s: %q passes or is not explained: %q", name, s, reason)
			}
		}
	}
}

func TestNumbersAreCompared(t *testing.T) {
	tests := map[string]struct {
		assert     testspec.IntAssert
		pass, fail []int
	}{
		"equals":           {testspec.IntAssert{Equals: new(10)}, []int{10}, []int{12, -10, 0}},
		"not equals":       {testspec.IntAssert{NotEquals: new(10)}, []int{12, 0}, []int{10}},
		"at least":         {testspec.IntAssert{AtLeast: new(0)}, []int{10, 0}, []int{-1}},
		"at most":          {testspec.IntAssert{AtMost: new(10)}, []int{10, 0}, []int{11}},
		"less than":        {testspec.IntAssert{LessThan: new(0)}, []int{-1}, []int{0, 10}},
		"greater than":     {testspec.IntAssert{GreaterThan: new(10)}, []int{11}, []int{10, 9}},
		"all have to hold": {testspec.IntAssert{AtLeast: new(200), LessThan: new(300), NotEquals: new(204)}, []int{200, 299}, []int{199, 204, 300}},
		"nothing":          {testspec.IntAssert{}, []int{0}, nil},
	}
	for name, test := range tests {
		for _, n := range test.pass {
			if reason := checkInt("exit code", n, &test.assert); reason != "" {
				t.Errorf("%s: %d does not pass: %s", name, n, reason)
			}
		}
		for _, n := range test.fail {
			if reason := checkInt("exit code", n, &test.assert); !strings.HasPrefix(reason, "exit code should ") {
				t.Errorf("%s: %d passes or is not explained: %q", name, n, reason)
			}
		}
	}
}

func TestTheTitleIsThatOfTheHead(t *testing.T) {
	tests := map[string]struct {
		page string
		want string // in the reason; "" if it passes
	}{
		"in the head":     {"<html><head><title> Hello World </title></head></html>", ""},
		"in the body":     {"<html><body><title>Hello World</title></body></html>", "HTML document contains no title"},
		"another":         {"<html><head><title>Hi World</title></head></html>", `title should be "Hello World", but is "Hi World"`},
		"none":            {"<html><head></head></html>", "HTML document contains no title"},
		"no HTML":         {"Hello World", "HTML document contains no title"},
		"nothing":         {"", "HTML document contains no title"},
		"without a head":  {"<!doctype html><title>Hello World</title><p>Yay", ""},
		"unclosed":        {"<head><meta charset=utf-8><title>Hello World</title><link><body><p>a<p>b", ""},
		"with references": {"<title>Hello&#32;World</title>", ""},
	}
	for name, test := range tests {
		got := checkTitle(strings.NewReader(test.page), &testspec.StringAssert{Equals: new("Hello World")})
		if got != test.want {
			t.Errorf("%s: reason is %q, want %q", name, got, test.want)
		}
	}
}

func TestLongTextsAreCutInReasons(t *testing.T) {
	reason := checkString("stdout", strings.Repeat("x", 1<<20), &testspec.StringAssert{Contains: new(strings.Repeat("y", 1000))})
	if len(reason) > 400 || !strings.Contains(reason, "… (1000 bytes)") || !strings.Contains(reason, "… (1048576 bytes)") {
		t.Errorf("reason is %q", reason)
	}
}
