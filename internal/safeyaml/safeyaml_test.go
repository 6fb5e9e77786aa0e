package safeyaml

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
	yaml11 "sigs.k8s.io/yaml/goyaml.v2"
)

func TestTextThatAReaderCouldMisreadIsQuoted(t *testing.T) {
	for _, s := range []string{"", " ", "1e3", "y", "N", "on", "Off", "yes", "TRUE", "null", "~", "0o14", "014", "0x1F", "0b1", "1:30", "190:20:30.5", "1_000",
		"2001-01-01", ".5", "5.", ".inf", ".NaN", "=", "<<", "-", "?", "- a", "a: b", "a #b", "#", "*a", "&a", "!a", "a:", "[", "{", "@a", "`a", "%a",
		"---", "...", "a\nb", "a\tb", "\u0085", "\u2028", "\x00", "\ufeff", "${X}", "it's", `"`, `\`, "08", "+1", "1,000"} {
		data, err := Marshal(map[string]any{"k": s})
		if err != nil {
			t.Fatal(err)
		}
		if text := string(data); len(text) < 5 || text[:4] != `k: "` {
			t.Errorf("%q is written as %s", s, text)
		}
	}
}

func TestEveryReaderReadsWhatWasWritten(t *testing.T) {
	value := rapid.OneOf(rapid.String().AsAny(), rapid.Bool().AsAny(), rapid.Int64().AsAny(),
		rapid.Float64().Filter(func(f float64) bool { return !math.IsNaN(f) }).AsAny(), rapid.StringMatching(`[-+.0-9eExXoObB_:~yYnN]{0,8}`).AsAny())
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.MapOf(rapid.OneOf(rapid.StringN(1, 8, -1), rapid.StringMatching(`[-+.0-9eoOyYnN:]{1,6}`)), value).Draw(t, "values")
		data, err := Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		newer, older := map[string]any{}, map[string]any{}
		if err := yaml.Unmarshal(data, &newer); err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		if err := yaml11.Unmarshal(data, &older); err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		for name, got := range map[string]map[string]any{"YAML 1.2": newer, "YAML 1.1": older} {
			for key, v := range got {
				if i, ok := v.(int); ok {
					got[key] = int64(i)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s (-written +read):\n%s\n%s", name, diff, data)
			}
		}
	})
}

func TestNumbersKeepTheirType(t *testing.T) {
	got, err := Marshal(map[string]any{"a": 5.0, "b": 1e20, "c": int64(5), "d": 0.25, "e": math.Inf(-1), "z.y": map[string]any{"x": true}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("a: 5.0\nb: 1.0e+20\nc: 5\nd: 0.25\ne: -.inf\nz.y:\n  x: true\n", string(got)); diff != "" {
		t.Error(diff)
	}
	if _, err := Marshal(map[string]any{"a": []any{1}}); err == nil {
		t.Error("a list is written, though no parameter is one")
	}
}
