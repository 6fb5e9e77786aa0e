package verifier

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/verifier/report"
)

func TestWhatIsSaidOfAnAppIsReadFromItsStatusOrItsAnnotation(t *testing.T) {
	annotated := map[string]any{"annotations": map[string]any{"chandler.dev/assembly-message": "Forbidden: apply: you: may not"}}
	assembled := map[string]any{"type": "Assembled", "status": "True", "reason": "Ready", "message": "2 objects ready", "lastTransitionTime": "2026-11-20T10:00:00Z"}
	for name, c := range map[string]struct {
		metadata, status map[string]any
		want             []report.AppCondition
	}{
		"nothing":    {},
		"annotation": {annotated, nil, []report.AppCondition{{Type: "Assembled", Status: "Unknown", Reason: "Forbidden", Message: "apply: you: may not"}}},
		"both, of which the annotation is older": {annotated, map[string]any{"conditions": []any{assembled}},
			[]report.AppCondition{{Type: "Assembled", Status: "True", Reason: "Ready", Message: "2 objects ready", Since: "2026-11-20T10:00:00Z"}}},
		"others' conditions": {nil, map[string]any{"conditions": []any{map[string]any{"type": "Qualified", "status": "False"}}},
			[]report.AppCondition{{Type: "Qualified", Status: "False"}}},
		"what is none": {nil, map[string]any{"conditions": []any{"Assembled", map[string]any{"status": "True"}, map[string]any{"type": int64(1)}}}, nil},
	} {
		app := &unstructured.Unstructured{Object: map[string]any{"metadata": c.metadata, "status": c.status}}
		if diff := cmp.Diff(c.want, conditionsOf(app)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
