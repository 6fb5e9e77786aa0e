package redact

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// forms are the ways in which a value may be said: whole, line by line, as base64 or out of it, and what is in it if it
// is a JSON object, as a certificate is.
func forms(value string, shortest int) []string {
	out := lines(value, shortest)
	if len(value) < shortest {
		return out
	}
	out = append(out, value)
	out = append(out, encoded(value, shortest)...)
	if plain, err := base64.StdEncoding.DecodeString(value); err == nil && len(plain) >= shortest {
		out = append(out, string(plain)) // a generated password is the encoding of what the app is given
	}
	var object map[string]any
	if json.Unmarshal([]byte(value), &object) == nil {
		for _, v := range object {
			if text, ok := v.(string); ok {
				out = append(out, forms(text, shortest)...)
			}
		}
	}
	if quoted, err := json.Marshal(value); err == nil {
		if inner := string(quoted[1 : len(quoted)-1]); inner != value {
			out = append(out, inner) // as it is within quotes
		}
	}
	return out
}

func lines(value string, shortest int) (out []string) {
	for _, line := range strings.Split(value, "\n") {
		if line = strings.TrimSpace(line); len(line) >= shortest && !strings.HasPrefix(line, "-----") {
			out = append(out, line)
		}
	}
	return out
}

// encoded are the base64 of a value, alone and amid other bytes: then its first and last characters depend on these.
func encoded(value string, shortest int) []string {
	out := []string{base64.StdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value))}
	for before := range 3 {
		whole := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", before) + value))
		first := (before*8 + 5) / 6
		last := (before + len(value)) * 8 / 6
		if last-first >= max(shortest, partLength) {
			out = append(out, whole[first:last])
		}
	}
	return out
}
