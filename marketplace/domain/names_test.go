package domain

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for name, ok := range map[string]bool{"a": true, "redis-1": true, "a1": true, strings.Repeat("a", 40): true,
		"": false, "1a": false, "-a": false, "a-": false, "A": false, "a_b": false, "a.b": false, "a b": false, "ä": false, "a\n": false, strings.Repeat("a", 41): false, "../etc": false} {
		if err := CheckName("body.name", name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	if CheckInstanceName("body.name", strings.Repeat("a", 32)) != nil || CheckInstanceName("body.name", strings.Repeat("a", 33)) == nil {
		t.Error("an instance's name has at most 32 characters")
	}
}

func TestLinks(t *testing.T) {
	for link, ok := range map[string]bool{"": true, "https://example.org": true, "http://example.org/a?b=c#d": true,
		"javascript:alert(1)": false, "JavaScript:alert(1)": false, "data:text/html,x": false, "ftp://example.org": false, "//example.org": false, "example.org": false, "https://": false,
		"https://user:pass@example.org": false, "https://example.org/\x00": false, "\u0020https://example.org": false, "https://example.org/" + strings.Repeat("a", 500): false} {
		if err := CheckLink("details.home", link); (err == nil) != ok {
			t.Errorf("%q: %v", link, err)
		}
	}
}

func TestTexts(t *testing.T) {
	for _, test := range []struct {
		err  error
		code string
	}{
		{CheckTitle("t", "레디스 캐시"), ""}, {CheckTitle("t", ""), "required"}, {CheckTitle("t", "  "), "required"}, {CheckTitle("t", strings.Repeat("가", 60)), ""},
		{CheckTitle("t", strings.Repeat("가", 61)), "too-long"}, {CheckTitle("t", "a\nb"), "characters"}, {CheckTitle("t", "a\u202eb"), "characters"}, {CheckTitle("t", "a\xff"), "characters"},
		{CheckLine("t", "", 5), ""}, {CheckLine("t", "123456", 5), "too-long"},
		{CheckText("t", "a\n\tb\r\n", 10), ""}, {CheckText("t", strings.Repeat("a", 11), 10), "too-long"}, {CheckText("t", "a\x00", 10), "characters"}, {CheckText("t", "\u2066", 10), "characters"},
	} {
		if got := codeOf(t, test.err); got != test.code {
			t.Errorf("%v: %q, want %q", test.err, got, test.code)
		}
	}
}

func TestDetailsTellAllThatIsWrong(t *testing.T) {
	good := Details{Name: "Redis", Summary: "Cache", Introduction: "# Redis\n", Home: "https://redis.io", Keywords: []string{"cache"}, Maintainers: []string{"a@example.org"}, Sources: []string{"https://example.org"}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	bad := Details{Summary: strings.Repeat("a", 201), Introduction: strings.Repeat("a", MaxText+1), Home: "javascript:1", Keywords: make([]string, 31), Maintainers: []string{""}, Sources: []string{"ftp://x"}}
	err, ok := bad.Check().(*Error) //nolint:errorlint // as callers get it
	if !ok || len(err.Details) != 7 {
		t.Fatalf("%+v", err)
	}
	for i, field := range []string{"details.name", "details.summary", "details.introduction", "details.home", "details.keywords", "details.maintainers", "details.sources"} {
		if err.Details[i].Field != field || err.Details[i].Message == "" || err.Details[i].Hint == "" {
			t.Errorf("%s: %+v", field, err.Details[i])
		}
	}
	one := good
	one.Name = ""
	if code := codeOf(t, one.Check()); code != "required" {
		t.Error(code)
	}
	if codeOf(t, (&Category{Name: strings.Repeat("a", 21), Icon: "skull"}).Check()) != "invalid" || (&Category{Name: "Database", Icon: "database"}).Check() != nil {
		t.Error("categories")
	}
}

func TestIdsAreDifferentLabels(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := NewID(AppID)
		if seen[id] || len(id) != 20 || !label.MatchString(id) {
			t.Fatal(id)
		}
		seen[id] = true
	}
}
