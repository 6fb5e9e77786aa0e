package verifier

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/verifier/report"
)

// conditionsOf reads what is said of an app in the status of its Application, or in its annotation where a deployer could
// not write the status.
func conditionsOf(app *unstructured.Unstructured) []report.AppCondition {
	list, _, _ := unstructured.NestedSlice(app.Object, "status", "conditions")
	var out []report.AppCondition
	for _, entry := range list {
		c, _ := entry.(map[string]any)
		text := func(field string) string { s, _ := c[field].(string); return s }
		if text("type") != "" {
			out = append(out, report.AppCondition{Type: text("type"), Status: text("status"), Reason: text("reason"),
				Message: text("message"), Since: text("lastTransitionTime")})
		}
	}
	assembled := slices.ContainsFunc(out, func(c report.AppCondition) bool { return c.Type == deployer.Assembled })
	if said := app.GetAnnotations()[deployer.MessageAnnotation]; said != "" && !assembled {
		reason, message, _ := strings.Cut(said, ": ")
		out = append(out, report.AppCondition{Type: deployer.Assembled, Status: "Unknown", Reason: reason, Message: message})
	}
	return out
}
