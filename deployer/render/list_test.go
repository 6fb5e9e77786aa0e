package render

import (
	"errors"
	"testing"
)

func TestListsAreOpenedAsKubectlOpensThem(t *testing.T) {
	for text, want := range map[string]string{
		"{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {name: a}}, {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}]}":                 "Secret/a ConfigMap/b",
		"{apiVersion: v1, kind: List, metadata: {resourceVersion: ''}, items: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {name: a}}]}]}": "Secret/a",
		"{apiVersion: v1, kind: ConfigMapList, metadata: {}, items: [{metadata: {name: a}}, {metadata: {name: b}}]}":                                                         "ConfigMap/a ConfigMap/b",
		"{apiVersion: v1, kind: SecretList, items: [{apiVersion: v1, kind: Secret, metadata: {name: a}}]}":                                                                   "Secret/a",
		"{apiVersion: v1, kind: List, items: []}":                                                   "",
		"{apiVersion: v1, kind: List, items: }":                                                     "",
		"{apiVersion: example.com/v1, kind: AllowList, metadata: {name: mine}, items: [{host: a}]}": "AllowList/mine",
		"{apiVersion: example.com/v1, kind: AllowList, metadata: {name: mine}, items: [a, b]}":      "AllowList/mine",
		"{apiVersion: example.com/v1, kind: AllowList, metadata: {name: mine}}":                     "AllowList/mine",
	} {
		got, err := documents("m.yaml", text)
		if err != nil || names(got) != want {
			t.Errorf("%s\ngave %s, want %s (%v)", text, names(got), want, err)
		}
	}
	got, err := documents("m.yaml", "{apiVersion: apps/v1, kind: DeploymentList, items: [{metadata: {name: a}}]}")
	if err != nil || got[0].GetAPIVersion() != "apps/v1" || got[0].GetKind() != "Deployment" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestAListWithSomethingElseInItIsRefusedWithItsPlace(t *testing.T) {
	for items, want := range map[string]string{
		"[{apiVersion: v1, metadata: {name: a}}]": "in a List: an object without kind",
		"[{kind: Secret}]":                        "in a List: an object without apiVersion",
		"[text]":                                  "in a List: an object without kind",
		"{a: b}":                                  "the items of the List are not a list",
		"[{apiVersion: v1, kind: List, items: [{}]}]":             "in a List: in a List: an object without kind",
		"[{apiVersion: v1, kind: Secret, metadata: name}]":        "in a List: metadata is not a map",
		"[{apiVersion: v1, kind: Secret}, {apiVersion: v1}, 3.1]": "in a List: an object without kind",
	} {
		_, err := documents("m.yaml", "---\n{apiVersion: v1, kind: List, items: "+items+"}")
		var e *Error
		if !errors.As(err, &e) || e.Line != 2 || e.Message != want {
			t.Errorf("%s: %v, want %s", items, err, want)
		}
	}
}
