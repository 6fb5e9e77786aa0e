package similar

import "testing"

func TestTheMostSimilarWordIsMeant(t *testing.T) {
	words := []string{"replicas", "replicaCount", "image.tag", "a"}
	for given, want := range map[string]string{
		"replica": "replicas", "replica-count": "replicaCount", "imagetag": "image.tag", "Replicas": "replicas", "b": "", "repl": "replicas", "rep": "", "password": "", "": "",
	} {
		if got := Word(given, words); got != want {
			t.Errorf("%q is taken for %q, want %q", given, got, want)
		}
	}
}
