package manual

import "strings"

// Complete gives the topics that the beginning of a word may become, each under the name to write: the whole path of a
// key, its last part, a value or a code. For the empty word these are the whole paths.
func Complete(word string) []Topic {
	var found []Topic
	seen := map[string]bool{}
	add := func(name string, t Topic) {
		if !seen[name] && name != "*" && strings.HasPrefix(strings.ToLower(name), strings.ToLower(word)) {
			seen[name] = true
			found = append(found, Topic{name, t.Summary, t.Markdown})
		}
	}
	for _, t := range Topics() {
		if !strings.Contains(t.Name, "=") {
			add(t.Name, t)
		}
		if word != "" {
			add(last(t.Name), t)
		}
	}
	return found
}
