package schema

import (
	"strings"
	"testing"
)

func TestAProblemIsOneLineWhateverItQuotes(t *testing.T) {
	s := mustParse(t, `"a\nb\e[31m\u202E": 1`+"\n"+v1("  a: {type: string}\n"))
	if len(s.Warnings) != 1 {
		t.Fatalf("%d warnings", len(s.Warnings))
	}
	const want = `schema.yaml:1:1: CH104: warning: a\nb\x1b[31m\u202e is not known and ignored`
	if got := s.Warnings.Error(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestNamesOfVeryManyDotsAreNotNested(t *testing.T) {
	for name, values := range map[string]Values{
		"levels": {"a" + strings.Repeat(".a", maxNestedLevels): 1},
		"maps":   manyLevels(),
	} {
		if _, err := values.Nested(); err == nil || !strings.Contains(err.Error(), CodeLimit) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	if _, err := (Values{"a" + strings.Repeat(".a", maxNestedLevels-1): 1}).Nested(); err != nil {
		t.Error(err)
	}
}

func manyLevels() Values {
	values := Values{}
	for i := range maxNestedMaps / 20 {
		values[strings.Repeat("a.", 20)+strings.Repeat("b", i+1)] = 1
	}
	values["z.z"] = 1
	return values
}

func TestASchemaCannotAskForManyCertificates(t *testing.T) {
	_, err := Parse("schema.yaml", []byte(v1(numbered(maxCertificates+1, "  c%d: {type: string, x-google-marketplace: {type: TLS_CERTIFICATE}}\n"))))
	if got := places(t, err); got != "23:3 CH102" {
		t.Errorf("got %q", got)
	}
}
