package domain_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

func TestATitleIsALineThatPeopleSee(t *testing.T) {
	for title, code := range map[string]string{
		"Redis":                 "",
		"한글 앱":                  "",
		"Ünïcode, 100 % (beta)": "",
		"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": "", // a Persian word with a joiner
		"\U0001f468\u200d\U0001f469\u200d\U0001f467":       "", // a family
		"":                      "required",
		" \t":                   "required",
		"\u200d":                "required",
		"\u200b":                "required",
		"\u3164":                "required",
		"\u2800":                "required",
		"\ufe0f":                "required",
		"a\x00":                 "characters",
		"a\nb":                  "characters",
		"a\u2028b":              "characters",
		"Re\u200bdis":           "characters",
		"Re\u00addis":           "characters",
		"Redis\u200e":           "characters",
		"\ufeffRedis":           "characters",
		"Redis\u3164":           "characters",
		"Redis\U000e0041":       "characters",
		"\u202egnp.exe":         "characters",
		"\xff":                  "characters",
		strings.Repeat("a", 60): "",
		strings.Repeat("a", 61): "too-long",
	} {
		var refusal *domain.Error
		got := ""
		if errors.As(domain.CheckTitle("body.title", title), &refusal) {
			got = refusal.Code
		}
		if got != code {
			t.Errorf("%+q: %q, want %q", title, got, code)
		}
	}
}
