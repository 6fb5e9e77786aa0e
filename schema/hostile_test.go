package schema

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// hostileFiles gives files of up to 1 MiB that are made to cost as much as possible, by what is bad about them. They
// are made when asked for, so that not all of them are in memory at once.
func hostileFiles() map[string]func() string {
	return map[string]func() string{
		"alias bomb": aliasBomb,
		"aliases of one large map": func() string {
			return "a: &a {" + numbered(20_000, "k%d: v, ") + "}\nb: [" + strings.Repeat("*a,", 300_000) + "]\n"
		},
		"merges of one large map": func() string {
			return "a: &a {" + numbered(20_000, "k%d: v, ") + "}\nb: [" + strings.Repeat("{<<: *a}, ", 70_000) + "]\n"
		},
		"one map merged many times": func() string {
			return "a: &a {" + numbered(2_000, "k%d: v, ") + "}\nb: {<<: [" + strings.Repeat("*a,", 300_000) + "]}\n"
		},
		"chain of merges":               mergeChain,
		"alias inside of what it means": func() string { return "a: &a [" + strings.Repeat("*a,", 300_000) + "]" },
		"many anchors":                  func() string { return full(numbered(60_000, "- &a%d x\n")) },
		"anchors without values":        func() string { return filled("&a ") },
		"alias without anchor":          func() string { return filled("- *a\n") },

		"lists in lists":    func() string { return filled("[") },
		"maps in maps":      func() string { return filled("{") },
		"maps as keys":      func() string { return filled("{? ") },
		"balanced brackets": func() string { return strings.Repeat("[", maxBytes/2) + strings.Repeat("]", maxBytes/2) },
		"10,000 levels":     func() string { return strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) },
		"9,000 levels many times": func() string {
			return full("[" + strings.Repeat(strings.Repeat("[", 9_000)+strings.Repeat("]", 9_000)+",", 58) + "]")
		},
		"block lists in lists":   func() string { return filled("- ") },
		"questions":              func() string { return filled("? ") },
		"tags":                   func() string { return filled("!tag ") },
		"staircase of indents":   staircase,
		"brackets after a stair": func() string { return "properties:\n  a: " + filled("[")[:maxBytes-20] },

		"200,000 keys":                  func() string { return full(numbered(110_000, "k%d: v\n")) },
		"100,000 equal keys":            func() string { return strings.Repeat("key: v\n", 100_000) },
		"100,000 misspelled keys":       func() string { return full(numbered(100_000, "propert%d:\n")) },
		"misspelled keys of a property": func() string { return full("properties:\n  a:\n    type: string\n" + numbered(80_000, "    tit%d:\n")) },
		"10,000 properties": func() string {
			return full("properties:\n" + numbered(10_000, "  p%d: {type: string, enum: [a, b], pattern: '^[a-z]{1,9}$', default: a}\n"))
		},
		"many properties without type": func() string { return full("properties:\n" + numbered(90_000, "  p%d:\n")) },
		"many empty properties":        func() string { return full("properties:\n" + numbered(70_000, "  p%d: {}\n")) },
		"properties with bad names":    func() string { return full("properties:\n" + numbered(50_000, "  p/%d: {type: x}\n")) },
		"many required names":          func() string { return full("required:\n" + numbered(100_000, "- n%d\n")) },
		"100,000 values of an enum":    func() string { return "properties:\n  a: {type: string, enum: [" + numbered(100_000, "v%d,") + "]}\n" },
		"a pattern of 1 MiB": func() string {
			return "properties:\n  a: {type: string, pattern: '" + filled("(a|b")[:maxBytes-60] + "'}\n"
		},
		"a valid pattern of 1 MiB": func() string {
			return "properties:\n  a: {type: string, default: x, pattern: '" + filled("a?b*[c-z]")[:maxBytes-67] + "'}\n"
		},
		"a pattern that repeats": func() string {
			return "properties:\n  a: {type: string, default: x, pattern: '" + strings.Repeat("(", 300) + "a{1000}" + strings.Repeat("{1000})", 300) + "'}\n"
		},
		"many patterns that repeat": func() string {
			return full("properties:\n" + numbered(12_000, "  p%d: {type: string, default: a, pattern: '^[^x]{1000}y{1000}z$'}\n"))
		},
		"many slow patterns": func() string {
			return full("properties:\n" + numbered(10_000, "  p%d: {type: string, default: aaaaaaaaaaaaaaaa, pattern: '^(a{1,200}){1,5}b$'}\n"))
		},
		"$ref in patterns": func() string {
			return full("properties:\n" + numbered(10_000, "  p%d: {type: string, pattern: {$ref: '#/properties/p0'}, $ref: '#'}\n"))
		},
		"many images": func() string {
			return full(v2Start + "  images:\n" + numbered(20_000, "    i%d: {properties: {x: {}}}\n"))
		},
		"many constraints": func() string {
			return full("x-google-marketplace:\n  clusterConstraints:\n    resources:\n" + numbered(60_000, "    - r%d:\n"))
		},
		"many scopes": func() string {
			return full("x-google-marketplace:\n  clusterConstraints:\n    gcp: {nodes: {requiredOauthScopes: [" + numbered(90_000, "s%d,") + "]}}\n")
		},
		"many roles": func() string {
			return full("properties:\n  a:\n    type: string\n    x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {roles: [" + strings.Repeat("{},", 60_000) + "]}}\n")
		},
		"many rules": func() string {
			return full("properties:\n  a:\n    type: string\n    x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {roles: [{rulesType: CUSTOM, rules: [" + strings.Repeat("{},", 60_000) + "]}]}}\n")
		},
		"many items of a form": func() string { return full("form:\n" + strings.Repeat("- {}\n", 60_000)) },
		"a form with much HTML": func() string {
			return full("form:\n- widget: help\n  description: '" + filled("<b><i>")[:maxBytes-60] + "'\n")
		},
		"a form with unclosed brackets": func() string {
			return full("form:\n- widget: help\n  description: '" + filled("<")[:maxBytes-60] + "'\n")
		},

		// As many values as are read, just.
		"most items":                 func() string { return numbered(49_000, "- i%d\n") },
		"most keys":                  func() string { return numbered(49_000, "k%d: v\n") },
		"most misspelled keys":       func() string { return numbered(49_000, "propert%d: v\n") },
		"most misspelled properties": func() string { return "properties:\n  a:\n    type: string\n" + numbered(48_000, "    tit%d: v\n") },
		"most properties":            func() string { return "properties:\n" + numbered(19_000, "  p%d: {type: string}\n") },
		"most rules": func() string {
			return "properties:\n" + numbered(3_800, "  p%d: {type: string, enum: [a, b], pattern: '^[a-z]{1,9}$', default: a}\n")
		},
		"most faults":            func() string { return "properties:\n" + numbered(32_000, "  p%d: {}\n") },
		"most bad names":         func() string { return "properties:\n" + numbered(19_000, "  p/%d: {type: x}\n") },
		"most values of an enum": func() string { return "properties:\n  a: {type: string, enum: [" + numbered(49_000, "v%d,") + "]}\n" },
		"most wrong values of an enum": func() string {
			return "properties:\n  a: {type: integer, enum: [" + numbered(49_000, "v%d,") + "]}\n"
		},
		"most slow patterns": func() string {
			return "properties:\n" + numbered(2_500, "  p%d: {type: string, default: aaaaaaaaaaaaaaaa, pattern: '^(a{9}b{9}){9}c$'}\n")
		},
		"most large patterns": func() string {
			return "properties:\n" + numbered(3_200, "  p%d: {type: string, default: a, pattern: '^[^x]{1000}y{1000}z$'}\n")
		},
		"most roles": func() string {
			return "properties:\n  a:\n    type: string\n    x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {roles: [" + strings.Repeat("{},", 32_000) + "]}}\n"
		},
		"most constraints": func() string {
			return "x-google-marketplace:\n  clusterConstraints:\n    resources:\n" + numbered(24_000, "    - r%d:\n")
		},
		"most images": func() string { return v2Start + "  images:\n" + numbered(9_000, "    i%d: {properties: {x: {}}}\n") },
		"most merges": func() string {
			return "a: &a {" + numbered(100, "k%d: v, ") + "}\nb: [" + strings.Repeat("{<<: *a}, ", 1_000) + "]\n"
		},

		"a key of 1 MiB":             func() string { return filled("k")[:maxBytes-4] + ": v\n" },
		"a text of 1 MiB":            func() string { return "applicationApiVersion: " + filled("x")[:maxBytes-40] + "\n" },
		"a misspelled key of 1 MiB":  func() string { return "? " + filled("x")[:maxBytes-40] + "\n: v\n" },
		"a property of 1 MiB":        func() string { return "properties:\n  ? " + filled("x/")[:maxBytes-40] + "\n  : {}\n" },
		"digits":                     func() string { return "a: " + filled("9")[:maxBytes-8] + "\n" },
		"digits in base 60":          func() string { return "a: 1" + filled(":59")[:maxBytes-8] + "\n" },
		"a float of 1 MiB":           func() string { return "a: 1." + filled("9")[:maxBytes-8] + "\n" },
		"binary of 1 MiB":            func() string { return "a: !!binary " + filled("AAAA")[:maxBytes-16] + "\n" },
		"comments":                   func() string { return filled("# comment\n") },
		"comments behind values":     func() string { return full(strings.Repeat("- a # b\n", 120_000)) },
		"a block text":               func() string { return full("a: |\n" + strings.Repeat(" x\n", 340_000)) },
		"a folded text":              func() string { return full("a: >\n" + strings.Repeat(" x\n\n", 260_000)) },
		"a quoted text of escapes":   func() string { return "a: \"" + filled(`\U0001F600`)[:1000*1000] + "\"\n" },
		"line ends of Windows":       func() string { return filled("a: b\r\n") },
		"line ends":                  func() string { return filled("\n") },
		"spaces":                     func() string { return filled(" ") },
		"tabs":                       func() string { return filled("\t") },
		"indented tabs":              func() string { return filled("a:\n\tb\n") },
		"documents":                  func() string { return filled("---\n") },
		"dashes":                     func() string { return filled("-") },
		"quotes":                     func() string { return filled("'") },
		"colons":                     func() string { return filled(": ") },
		"commas":                     func() string { return "[" + filled(",")[1:] },
		"pairs without braces":       func() string { return "[" + filled("a: b,")[1:] },
		"byte order mark":            func() string { return "\ufeff" + filled("a: b\n")[3:] },
		"byte order marks":           func() string { return filled("\ufeff") },
		"UTF-16":                     func() string { return utf16LE("a: " + strings.Repeat("x\n y", 100_000)) },
		"zeros":                      func() string { return filled("\x00") },
		"not UTF-8":                  func() string { return "a: " + filled("\xff")[:maxBytes-8] },
		"directives":                 func() string { return filled("%TAG ! tag:x,2000:\n") },
		"keys with values that nest": func() string { return full(strings.Repeat("- "+strings.Repeat("- ", 90)+"x\n", 5_600)) },
	}
}

const v2Start = "x-google-marketplace:\n  schemaVersion: v2\n  applicationApiVersion: v1beta1\n  publishedVersion: 1.2.3\n  publishedVersionMetadata: {releaseNote: First.}\n"

// filled repeats a piece of text until it has 1 MiB.
func filled(piece string) string {
	return strings.Repeat(piece, maxBytes/len(piece)+1)[:maxBytes]
}

// full cuts a text to 1 MiB.
func full(text string) string {
	return text[:min(len(text), maxBytes)]
}

// numbered repeats a line with a number in it.
func numbered(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}

func aliasBomb() string {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 30; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	return bomb
}

// mergeChain has maps each of which merges all keys of the one before it.
func mergeChain() string {
	var b strings.Builder
	b.WriteString("m0: &m0 {x: y}\n")
	for i := 1; b.Len() < maxBytes-100; i++ {
		fmt.Fprintf(&b, "m%d: &m%d {<<: *m%d, k%d: v}\n", i, i, i-1, i)
	}
	return b.String()
}

// staircase has maps in maps, each line indented more, as deep as 1 MiB allows.
func staircase() string {
	var b strings.Builder
	for i := 0; b.Len()+i+3 < maxBytes; i++ {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func utf16LE(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}
