package form

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThePageShowsAFormAsItIs(t *testing.T) {
	const page = "../../docs/reference/install-form.md"
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```.*?```json\n(.*?)```").FindSubmatch(read(t, page))
	if blocks == nil {
		t.Fatal("no example in", page)
	}
	if diff := cmp.Diff(string(blocks[2]), string(text(t, of(t, blocks[1])))); diff != "" {
		t.Errorf("%s (-page +form):\n%s", page, diff)
	}
}
