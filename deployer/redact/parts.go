package redact

import "strings"

// partLength is the length in bytes of what is recognised as a part of a secret: of one that was cut, or wrapped.
const partLength = 8

// addParts remembers all parts of a secret that could be nothing else. A part of small letters and signs only may be
// a word that is in the secret, as "password" may be: hiding it would tell that.
func (r *Redactor) addParts(secret string) {
	for i := 0; i+partLength <= len(secret); i++ {
		if part := secret[i : i+partLength]; strings.ContainsAny(part, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") && !strings.Contains(part, "-----") {
			r.parts[part] = true
		}
	}
}

// withoutParts hides the parts of secrets in a text.
func (r *Redactor) withoutParts(s string) string {
	if len(r.parts) == 0 {
		return s
	}
	var b strings.Builder
	kept := 0
	for i := 0; i+partLength <= len(s); i++ {
		if !r.parts[s[i:i+partLength]] {
			continue
		}
		end := i + partLength
		for j := i + 1; j <= end && j+partLength <= len(s); j++ {
			if r.parts[s[j:j+partLength]] {
				end = j + partLength
			}
		}
		b.WriteString(s[kept:i])
		b.WriteString(Hidden)
		kept, i = end, end-1
	}
	return b.String() + s[kept:]
}
