package schema

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestHostileFilesAreRefusedQuickly(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 30; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	for name, yaml := range map[string]string{
		"aliases":       bomb,
		"10,000 levels": strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
		"101 levels":    strings.Repeat("{a: ", 102) + "1" + strings.Repeat("}", 102),
		"too large":     "a: " + strings.Repeat("x", maxBytes),
		"many values":   "a: [" + strings.Repeat("1,", maxNodes) + "]",
		"wide merges":   "a: &a {" + wide(20_000) + "}\nb: [" + strings.Repeat("{<<: *a}, ", 20_000) + "]\n",
		"long text":     "a: &a " + strings.Repeat("x", maxBytes/2) + "\nb: [" + strings.Repeat("*a,", 1000) + "]\n",
		"brackets":      strings.Repeat("[", maxBytes),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if _, err := Parse("schema.yaml", []byte(yaml)); err == nil {
				t.Error("it was taken")
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func wide(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: v, ", i)
	}
	return b.String()
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
