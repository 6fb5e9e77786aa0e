package ansi

import "testing"

func TestColumnsAreCountedAsATerminalCountsThem(t *testing.T) {
	for text, want := range map[string]int{"": 0, "web": 3, "이름": 4, "名前: x": 7, "é": 1, "\x1b[31mred\x1b[0m": 3, "✓ …": 3} {
		if got := Width(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestALineIsCutToItsColumns(t *testing.T) {
	for text, want := range map[string]string{"short": "short", "much too long": "much to…", "이름이 너무 길다": "이름이 …", "12345678": "12345678"} {
		if got := Cut(text, 8); got != want {
			t.Errorf("%q is cut to %q, want %q", text, got, want)
		}
	}
}

func TestNothingCommandsTheTerminal(t *testing.T) {
	if got := Clean("a\x1b[2Jb\tc\x07d\re\u009bf"); got != "ab cdef" {
		t.Errorf("%q", got)
	}
}
