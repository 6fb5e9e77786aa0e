package scaffold

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer"
)

const (
	hookAnnotation   = "helm.sh/hook"
	applicationGroup = "app.k8s.io"
	applicationKind  = "Application"
	claimKind        = "PersistentVolumeClaim"
)

var (
	documentMark = regexp.MustCompile(`(?m)^---.*$`)
	kindLine     = regexp.MustCompile(`(?m)^kind:\s*["']?(\w+)["']?\s*$`)
	versionLine  = regexp.MustCompile(`(?m)^apiVersion:\s*["']?([a-z0-9.-]+)/v\w+["']?\s*$`)
	coreLine     = regexp.MustCompile(`(?m)^apiVersion:\s*["']?v1["']?\s*$`)
)

// groups are those of kinds whose version charts often compute.
var groups = map[string]string{
	"CronJob": "batch", "DaemonSet": "apps", "Deployment": "apps", "HorizontalPodAutoscaler": "autoscaling", "Ingress": "networking.k8s.io",
	"Job": "batch", "NetworkPolicy": "networking.k8s.io", "PodDisruptionBudget": "policy", "Role": "rbac.authorization.k8s.io",
	"RoleBinding": "rbac.authorization.k8s.io", "StatefulSet": "apps",
}

// componentKinds gives the kinds that the Application is to own, sorted: those that the chart renders to, and those
// of templates that it would render with other values. Claims are left out, so that a customer's data stays.
func (s *source) componentKinds(objects []*unstructured.Unstructured) []schema.GroupKind {
	kinds := map[schema.GroupKind]bool{}
	for _, o := range objects {
		if o.GetAnnotations()[hookAnnotation] == "" {
			kinds[o.GroupVersionKind().GroupKind()] = true
		}
	}
	for name, data := range s.files {
		if isTemplate(name) && !s.isOffFile(name) {
			addTemplateKinds(kinds, string(data))
		}
	}
	scope := deployer.NewScope(objects, nil)
	maps.DeleteFunc(kinds, func(k schema.GroupKind, _ bool) bool {
		return k.Kind == "" || k.Kind == claimKind || k.Group == applicationGroup || scope.ClusterScoped(k.WithVersion(""))
	})
	return slices.SortedFunc(maps.Keys(kinds), func(a, b schema.GroupKind) int { return strings.Compare(a.Group+"/"+a.Kind, b.Group+"/"+b.Kind) })
}

func addTemplateKinds(kinds map[schema.GroupKind]bool, template string) {
	for _, text := range documentMark.Split(template, -1) {
		kind := kindLine.FindStringSubmatch(text)
		if kind == nil || strings.Contains(text, hookAnnotation) {
			continue
		}
		group, known := groups[kind[1]]
		if m := versionLine.FindStringSubmatch(text); m != nil {
			group, known = m[1], true
		}
		if known || coreLine.MatchString(text) {
			kinds[schema.GroupKind{Group: group, Kind: kind[1]}] = true
		}
	}
}

// isOffFile says whether a file belongs to a chart in the chart that is switched off.
func (s *source) isOffFile(name string) bool {
	return slices.ContainsFunc(s.off, func(off string) bool {
		return strings.HasPrefix(name, "charts/"+strings.ReplaceAll(off, ".", "/charts/")+"/")
	})
}
