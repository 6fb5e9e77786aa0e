package apply

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// The labels and annotations of an ApplySet, after KEP-3659 of Kubernetes.
const (
	memberLabel       = "applyset.kubernetes.io/part-of"
	parentLabel       = "applyset.kubernetes.io/id"
	toolingAnnotation = "applyset.kubernetes.io/tooling"
	kindsAnnotation   = "applyset.kubernetes.io/contains-group-kinds"

	tooling = FieldManager + "/v1"
)

// Set is the ApplySet of an app: all that was applied for it is marked as part of it, and the Application, its parent,
// tells which kinds there are among them. So a later version of the package finds what it does not have any more.
type Set struct {
	parent kube.Ref
	id     string
	// before are the kinds that members can have from earlier runs.
	before map[schema.GroupKind]bool
}

// NewSet makes the ApplySet of a live Application.
func NewSet(application *unstructured.Unstructured) *Set {
	s := &Set{parent: kube.RefOf(application), before: map[schema.GroupKind]bool{}}
	s.id = setID(s.parent)
	for _, text := range strings.Split(application.GetAnnotations()[kindsAnnotation], ",") {
		if text != "" {
			s.before[schema.ParseGroupKind(text)] = true
		}
	}
	return s
}

// foreign refuses a live object that belongs to another Application: two apps that both apply it would undo each other's
// work. Definitions are shared between the instances of an app. s may be nil.
func (s *Set) foreign(live *unstructured.Unstructured) *event.Failure {
	if s == nil || live == nil || isDefinition(live) {
		return nil
	}
	owner := ""
	for _, ref := range live.GetOwnerReferences() {
		if ref.Kind == s.parent.Kind && strings.HasPrefix(ref.APIVersion, s.parent.Group+"/") && ref.Name != s.parent.Name {
			owner = ref.Kind + "/" + ref.Name
		}
	}
	if id, marked := live.GetLabels()[memberLabel]; owner == "" && marked && id != s.id {
		owner = "another app (ApplySet " + id + ")"
	}
	if owner == "" {
		return nil
	}
	ref := kube.RefOf(live)
	return &event.Failure{Stage: event.Apply, Object: &ref, Reason: "BelongsToAnother", Message: "it belongs to " + owner,
		Hint: "Two apps cannot have the same object. Put the app's name into the object's name, or install to another namespace."}
}

// setID is the id that the KEP gives to the set of a parent.
func setID(parent kube.Ref) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{parent.Name, parent.Namespace, parent.Kind, parent.Group}, ".")))
	return "applyset-" + base64.RawURLEncoding.EncodeToString(sum[:]) + "-v1"
}

// mark makes objects members of the set, and the parent among them its parent. The parent's kinds are those of before
// and of now, so that nothing is lost sight of when the run is cut off.
func (s *Set) mark(objects []*unstructured.Unstructured) {
	kinds := maps.Clone(s.before)
	for _, o := range objects {
		if !s.isParent(o) {
			kinds[o.GroupVersionKind().GroupKind()] = true
		}
	}
	for _, o := range objects {
		if !s.isParent(o) {
			put(o, "labels", memberLabel, s.id)
			continue
		}
		put(o, "labels", parentLabel, s.id)
		put(o, "annotations", toolingAnnotation, tooling)
		put(o, "annotations", kindsAnnotation, kindList(kinds))
	}
}

func (s *Set) isParent(o *unstructured.Unstructured) bool {
	ref := kube.RefOf(o)
	return ref.GroupKind() == s.parent.GroupKind() && ref.Name == s.parent.Name
}

// kindList writes kinds as the annotation has them: Deployment.apps,Service, sorted.
func kindList(kinds map[schema.GroupKind]bool) string {
	texts := make([]string, 0, len(kinds))
	for k := range kinds {
		texts = append(texts, k.String())
	}
	slices.Sort(texts)
	return strings.Join(texts, ",")
}

// put sets a label or an annotation of an object whose other ones stay.
func put(o *unstructured.Unstructured, field, key, value string) {
	metadata, ok := o.Object["metadata"].(map[string]any)
	if !ok {
		metadata = map[string]any{}
		o.Object["metadata"] = metadata
	}
	m, ok := metadata[field].(map[string]any)
	if !ok {
		m = map[string]any{}
		metadata[field] = m
	}
	m[key] = value
}
