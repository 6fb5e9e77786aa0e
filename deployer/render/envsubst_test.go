package render

import "testing"

var substituted = map[string]string{"NAME": "web", "a": "1", "_x9": "under", "EMPTY": "", "DOLLAR": "$a", "LINES": "one\ntwo"}

func TestOnlyDeclaredNamesAreSubstituted(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"$NAME ${NAME}":        "web web",
		"$NAMES ${NAMES} $NAM": "$NAMES ${NAMES} $NAM",
		"x${NAME}y$a-$a.":      "xweby1-1.",
		"$$NAME \\$NAME":       "$web \\web",
		"${NAME $NAME}":        "${NAME web}",
		"${NAME:-x} ${$NAME}":  "${NAME:-x} ${web}",
		"$ ${ ${} $1 $-":       "$ ${ ${} $1 $-",
		"$_x9${EMPTY}$":        "under$",
		"$DOLLAR":              "$a",
		"k: $LINES":            "k: one\ntwo",
		"${a}${a$a":            "1${a1",
	} {
		if got := parseTemplate(text, substituted).with(substituted); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// FuzzSubstitute holds our substitution to that of GNU gettext, a process for each text.
func FuzzSubstitute(f *testing.F) {
	program := gnuEnvsubst(f)
	for _, text := range []string{"$NAME ${a} $$a ${ ${a $_x9 ${} $DOLLAR\x00$a", "${NAME$a}", "$LINES $a9", "${a}}", "\xff$a\xc3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want := gnuSubstitute(t, program, text, substituted)
		if got := parseTemplate(text, substituted).with(substituted); got != want {
			t.Errorf("%q becomes %q, envsubst makes it %q", text, got, want)
		}
	})
}
