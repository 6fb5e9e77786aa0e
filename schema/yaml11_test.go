package schema

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestScalarsOfYAML11 has the examples of YAML 1.1's own types (yaml.org/type) and their neighbours, as PyYAML reads
// them: no single letters for booleans, no exponents without sign or point. A point in time stays text.
func TestScalarsOfYAML11(t *testing.T) {
	for text, want := range map[string]any{
		// int
		"685230": int64(685230), "+685_230": int64(685230), "02472256": int64(685230), "0x_0A_74_AE": int64(685230),
		"0b1010_0111_0100_1010_1110": int64(685230), "190:20:30": int64(685230), "-0x1f": int64(-31), "+0": int64(0), "007": int64(7),
		"0o7": "0o7", "09": "09", "1,000": "1,000",
		// float
		"6.8523015e+5": 685230.15, "685.230_15e+03": 685230.15, "685_230.15": 685230.15, "190:20:30.15": 685230.15, "-.inf": math.Inf(-1), "+.inf": math.Inf(1),
		"0.": 0.0, "1e5": "1e5", "0.1e5": "0.1e5",
		// bool
		"yes": true, "Yes": true, "YES": true, "true": true, "True": true, "TRUE": true, "on": true, "On": true, "ON": true,
		"no": false, "No": false, "NO": false, "false": false, "False": false, "FALSE": false, "off": false, "Off": false, "OFF": false,
		"y": "y", "Y": "Y", "n": "n", "N": "N", "oN": "oN", "tRUE": "tRUE",
		// null
		"~": nil, "null": nil, "Null": nil, "NULL": nil, "": nil,
		// timestamp
		"2001-12-15T02:59:43.1Z": "2001-12-15T02:59:43.1Z", "2001-12-14t21:59:43.10-05:00": "2001-12-14t21:59:43.10-05:00",
		"2001-12-14 21:59:43.10 -5": "2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43.10": "2001-12-15 2:59:43.10", "2002-12-14": "2002-12-14",
		// quoted, or of an explicit type
		"'1'": "1", `"yes"`: "yes", "'~'": "~", "!!str 1": "1", "!!str no": "no", "!!int 0x1F": int64(31), "!!float 1": 1.0, "!!bool on": true,
		"|-\n  yes": "yes", ">-\n  1": "1",
	} {
		got, err := ParseValues("values.yaml", []byte("a: "+text+"\n"))
		v := got["a"]
		if f, ok := v.(float64); ok {
			if w, ok := want.(float64); ok && math.Abs(f-w) <= 1e-9*math.Abs(w) {
				continue // sixtieths are not exact
			}
		}
		if err != nil || v != want {
			t.Errorf("%q is read as %#v, %v; want %#v", text, v, err, want)
		}
	}
	if got, err := ParseValues("values.yaml", []byte("a: .NaN\n")); err != nil || !math.IsNaN(got["a"].(float64)) {
		t.Errorf(".NaN is read as %v, %v", got["a"], err)
	}
}

func TestTextInQuotesIsReadAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text")
		quoted := strconv.QuoteToASCII(want) // Go's escapes are YAML's too
		got, err := ParseValues("values.yaml", []byte("a: "+quoted+"\n"))
		if err != nil || got["a"] != want {
			t.Fatalf("%s is read as %q, %v", quoted, got["a"], err)
		}
	})
}

func TestIntegersAreReadInEveryBase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "n")
		sign, digits := "", uint64(n)
		if n < 0 {
			sign, digits = "-", uint64(-n)
		}
		for prefix, base := range map[string]int{"": 10, "0x": 16, "0b": 2, "0": 8} {
			text := strconv.FormatUint(digits, base)
			if rapid.Bool().Draw(t, "underscore") {
				text = text[:1] + "_" + text[1:]
			}
			if base == 10 && text[0] == '0' {
				text = "0"
			}
			if got, err := ParseValues("values.yaml", []byte("a: "+sign+prefix+text+"\n")); err != nil || got["a"] != n {
				t.Fatalf("%s%s%s is read as %#v, %v", sign, prefix, text, got["a"], err)
			}
		}
	})
}
