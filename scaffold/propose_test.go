package scaffold

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/schema"
)

func contains(p *Package, part string) bool {
	return strings.Contains(string(p.Files[schemaFile]), part)
}

// shop makes a package around a chart of these values.
func shop(t *testing.T, values, valuesSchema string) *Package {
	t.Helper()
	files := fstest.MapFS{"Chart.yaml": {Data: []byte("apiVersion: v2\nname: shop\nversion: 1.2.3\n")}, "values.yaml": {Data: []byte(values)}}
	if valuesSchema != "" {
		files[valuesSchemaFile] = &fstest.MapFile{Data: []byte(valuesSchema)}
	}
	p, err := FromChart(t.Context(), files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// properties are those of the schema without name and namespace.
func properties(t *testing.T, p *Package) map[string]*schema.Property {
	t.Helper()
	s, err := schema.Parse(schemaFile, p.Files[schemaFile])
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*schema.Property{}
	for _, q := range s.Properties[2:] {
		found[q.Name] = q
	}
	return found
}

func TestCommentsBecomeDescriptions(t *testing.T) {
	for values, want := range map[string]string{
		"# how many\na: 1":                                 "How many.",
		"# -- how many\n# of them\na: 1":                   "How many of them.",
		"# above\n# -- (int) how many\n# @default 1\na: 1": "How many.",
		"## @param a [number] How many\n##\na: 1":          "How many.",
		"a: 1 # how many":                                  "How many.",
		"# another thing\n\na: 1":                          "",
		"# b: 1\na: 1":                                     "",
		"# how many?\n# ref: https://example.com\na: 1":    "How many?",
		"# -----\na: 1":                                    "",
		"# " + strings.Repeat("word ", 100) + "\na: 1":     "Word " + strings.TrimSpace(strings.Repeat("word ", 59)) + " …",
	} {
		if got := properties(t, shop(t, values, ""))["a"].Description; got != want {
			t.Errorf("%q is described as %q, want %q", values, got, want)
		}
	}
}

func TestValuesKeepTheirTypesAndTextStaysText(t *testing.T) {
	p := shop(t, "i: 3\nf: 2.5\nb: off\nt: 'on'\ndate: '2026-01-01'\noctal: '014'\nsixty: '1:30'\nempty: ''\nlines: \"a\\nb\"\nnothing:\nhuge: 99999999999999999999\n", "")
	got := map[string]any{}
	for name, q := range properties(t, p) {
		got[name] = q.Default
	}
	want := map[string]any{"i": int64(3), "f": 2.5, "b": false, "t": "on", "date": "2026-01-01", "octal": "014", "sixty": "1:30", "empty": "", "lines": "a\nb", "huge": 1e20}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSecretsAreNotTakenOver(t *testing.T) {
	p := shop(t, "auth:\n  rootPassword: changeme\n  token: ''\n  existingSecret: x\n  existingSecretPasswordKey: y\n  usePasswordFiles: true\nexternalDatabase:\n  password: z\nserviceAccount: {automountToken: true}\n", "")
	q := properties(t, p)
	if q["auth.rootPassword"].X != schema.GeneratedPassword || q["auth.rootPassword"].HasDefault || !q["auth.rootPassword"].Required {
		t.Errorf("the password is %+v", q["auth.rootPassword"])
	}
	if q["auth.token"].X != schema.MaskedField {
		t.Errorf("the token is of type %q", q["auth.token"].X)
	}
	if len(q) != 3 {
		t.Errorf("there are %d properties:\n%s", len(q), p.Files[schemaFile])
	}
	if contains(p, "changeme") {
		t.Error("the chart's password is in the schema")
	}
}

func TestTheSchemaOfValuesWins(t *testing.T) {
	p := shop(t, "# comment\ncount: 1\ns: small\nflag:\nbounded: 9\nratio: 1\n", `{"required": ["count"], "$defs": {"n": {"type": ["null", "integer"], "minimum": 1, "maximum": 9, "description": "said better", "title": "N"}},
		"properties": {"count": {"$ref": "#/$defs/n"}, "s": {"type": "string", "enum": ["small", "large"], "maxLength": 9, "pattern": "^[a-z]+$"},
		"flag": {"type": "boolean"}, "bounded": {"type": "integer", "maximum": 5}, "ratio": {"type": "number", "minimum": 0.5}}}`)
	q := properties(t, p)
	n := q["count"]
	if n.Description != "Said better." || n.Title != "N" || n.Minimum != int64(1) || n.Maximum != int64(9) || !n.Required {
		t.Errorf("count is %+v", n)
	}
	if s := q["s"]; len(s.Enum) != 2 || s.Pattern != "^[a-z]+$" || *s.MaxLength != 9 {
		t.Errorf("s is %+v", s)
	}
	if flag := q["flag"]; flag == nil || flag.Type != schema.TypeBoolean || flag.HasDefault {
		t.Errorf("flag is %+v", flag)
	}
	if q["bounded"].Maximum != nil {
		t.Error("a rule that the chart's own value breaks was taken over")
	}
	if r := q["ratio"]; r.Type != schema.TypeNumber || r.Minimum != 0.5 {
		t.Errorf("ratio is %+v", r)
	}
}

func TestARuleThatIsNotOfRE2IsLeftOut(t *testing.T) {
	if q := properties(t, shop(t, "s: a\n", `{"properties": {"s": {"type": "string", "pattern": "^(?!b)"}}}`)); q["s"].Pattern != "" {
		t.Errorf("the pattern is %q", q["s"].Pattern)
	}
}

func TestVersionsOfChartsBecomeSemantic(t *testing.T) {
	for version, want := range map[string]string{"1.2.3": "1.2.3", "v1.2": "1.2.0", "2024.01": "2024.1.0", "7": "7.0.0", "1.2.3.4": "1.2.3",
		"1.2.3-rc.1": "1.2.3-rc.1", "1.2-rc.01": "1.2.0", "4.9.8+build": "4.9.8", "latest": "", "": ""} {
		if got, _ := Semantic(version); got != want {
			t.Errorf("%q became %q, want %q", version, got, want)
		}
	}
}

func TestWhatTheSchemaCannotHoldIsLeftOutAndNoted(t *testing.T) {
	p := &Package{Files: map[string][]byte{}}
	bad := property{name: "bad", title: "Bad", kind: schema.TypeInteger, value: "text"}
	good := property{name: "good", title: "Good", kind: schema.TypeInteger, value: int64(1)}
	if err := p.addSchema(&plan{Options: Options{Version: "1.0.0"}, releaseNote: "x", properties: append(identity("name", "namespace"), good, bad)}); err != nil {
		t.Fatal(err)
	}
	if contains(p, "bad:") || !contains(p, "good:") || len(p.Notes) != 1 || !strings.Contains(p.Notes[0].Text, "bad is left out") {
		t.Errorf("notes %v, schema:\n%s", p.Notes, p.Files[schemaFile])
	}
}

func FuzzAnyValuesMakeASoundSchemaOrAnError(f *testing.F) {
	f.Add("a: 1\nb: {c: [1, x]}\n", `{"properties": {"a": {"type": "integer", "maximum": 0}}}`)
	f.Add("a: &x {b: *x}\n", "{}")
	f.Add("image: {repository: x, tag: &t 1, digest: *t}\n'a b': 1\n? [1]\n: 2\n", `{"$ref": "#/$defs/x"}`)
	f.Fuzz(func(t *testing.T, values, valuesSchema string) {
		p, err := FromChart(t.Context(), fstest.MapFS{"Chart.yaml": {Data: []byte("apiVersion: v2\nname: shop\nversion: 1.2.3\n")},
			"values.yaml": {Data: []byte(values)}, valuesSchemaFile: {Data: []byte(valuesSchema)}}, Options{AllValues: true})
		if err != nil {
			return
		}
		s, err := schema.Parse(schemaFile, p.Files[schemaFile])
		if err != nil || len(s.Check()) > 0 {
			t.Errorf("%v %v\n%s", err, s, p.Files[schemaFile])
		}
	})
}
