package schema

import (
	"math"
	"testing"
)

// The right-hand sides are what PyYAML 6 makes of the left-hand sides.
func TestPlainScalarsAreReadAsPyYAMLReadsThem(t *testing.T) {
	for text, want := range map[string]any{
		"yes": true, "Yes": true, "YES": true, "on": true, "true": true, "Off": false, "No": false,
		"yEs": "yEs", "y": "y", "n": "n",
		"~": nil, "Null": nil, "": nil, "nUll": "nUll",
		"1e3": "1e3", "12e45": "12e45", "1.5e3": "1.5e3", "1.5e+3": 1500.0, "1e+3": "1e+3",
		"0o14": "0o14", "014": int64(12), "0_7": int64(7), "08": "08", "0": int64(0), "-0": int64(0), "+5": int64(5),
		"0x1F": int64(31), "0b101": int64(5), "1_000": int64(1000), "1__0": int64(10), "0x": "0x",
		"1:30": int64(90), "-1:30": int64(-90), "190:20:30": int64(685230), "1:30.5": 90.5, "1:60": "1:60", "01:30": "01:30",
		".5": 0.5, "5.": 5.0, "0.": 0.0, "+.5": "+.5", "-1.0": -1.0, "685_230.15": 685230.15, "1.2.3": "1.2.3", ".e+5": ".e+5",
		".inf": math.Inf(1), "-.Inf": math.Inf(-1),
		"2025-01-31": date("2025-01-31"), "2025-01-31 10:00:00 +1:00": date("2025-01-31 10:00:00 +1:00"),
	} {
		if got, err := resolvePlain(text); err != nil || got != want {
			t.Errorf("%q is read as %#v, %v, want %#v", text, got, err, want)
		}
	}
}

func TestNumbersBeyond64BitsAreRefused(t *testing.T) {
	for _, text := range []string{"9223372036854775808", "0xFFFFFFFFFFFFFFFF", "999999999999999999:00", "0x_", "0b_"} {
		if v, err := resolvePlain(text); err == nil {
			t.Errorf("%s is read as %v", text, v)
		}
	}
}

func TestTagsOfYAMLAreFollowed(t *testing.T) {
	s := mustParse(t, v1("  a: {type: string, default: !!str 5}\n  b: {type: number, default: !!float 5}\n  c: {type: string, default: !!binary dGVzdA==}\n  d: {type: string, default: ! x}\n"))
	for name, want := range map[string]any{"a": "5", "b": 5.0, "c": "test", "d": "x"} {
		if got := s.Property(name).Default; got != want {
			t.Errorf("%s: %#v, want %#v", name, got, want)
		}
	}
}
