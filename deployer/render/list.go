package render

import (
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// wrong says why something is no object; it is empty if it is one.
func wrong(object map[string]any) string {
	for _, key := range []string{"kind", "apiVersion"} {
		if text, _ := object[key].(string); text == "" {
			return "an object without " + key
		}
	}
	if _, ok := object["metadata"].(map[string]any); !ok && object["metadata"] != nil {
		return "metadata is not a map"
	}
	return ""
}

// wrongItems says what is wrong with the items of a List; it is empty for other objects.
func wrongItems(object map[string]any) string {
	if object["kind"] != "List" || object["items"] == nil {
		return ""
	}
	items, ok := object["items"].([]any)
	if !ok {
		return "the items of the List are not a list"
	}
	for _, item := range items {
		inner, _ := item.(map[string]any)
		wrong := wrong(inner)
		if wrong == "" {
			wrong = wrongItems(inner)
		}
		if wrong != "" {
			return "in a List: " + wrong
		}
	}
	return ""
}

// anyItems is wrongItems for a text of which a List's items may be left out.
func anyItems(map[string]any) string { return "" }

// open gives the objects in a List, and an object that is none as it is.
func open(object *unstructured.Unstructured) []*unstructured.Unstructured {
	items, is := itemsOf(object)
	if !is {
		return []*unstructured.Unstructured{object}
	}
	var opened []*unstructured.Unstructured
	for _, item := range items {
		opened = append(opened, open(item)...)
	}
	return opened
}

// itemsOf gives the items of a List, or of a list of one kind such as a ConfigMapList, where they need not say their
// kind, as an API server answers it. is says whether it is a list at all: a resource of its own may have items, too.
func itemsOf(object *unstructured.Unstructured) (items []*unstructured.Unstructured, is bool) {
	kind, is := strings.CutSuffix(object.GetKind(), "List")
	list, has := object.Object["items"].([]any)
	if !is || !has && (kind != "" || object.Object["items"] != nil) {
		return nil, false
	}
	for _, item := range list {
		content, _ := item.(map[string]any)
		inner := &unstructured.Unstructured{Object: content}
		if content != nil && kind != "" && object.GetName() == "" && content["kind"] == nil && content["apiVersion"] == nil {
			inner = inner.DeepCopy()
			inner.SetKind(kind)
			inner.SetAPIVersion(object.GetAPIVersion())
		}
		if wrong(inner.Object) != "" {
			return nil, false
		}
		items = append(items, inner)
	}
	return items, true
}
