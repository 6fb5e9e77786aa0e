package apply

import (
	"errors"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/chandler-dev/chandler/internal/kube"
)

func TestEveryRefusalSaysWhatToDo(t *testing.T) {
	ref := kube.Ref{Group: "apps", Version: "v1", Kind: "Deployment", Namespace: "ns", Name: "web"}
	forbidden := func(message string) error {
		err := apierrors.NewForbidden(schema.GroupResource{Resource: "configmaps"}, "x", errors.New(message))
		return err
	}
	tests := map[string]struct {
		err  error
		hint string
	}{
		"a right of the namespace":    {forbidden(`User "u" cannot patch resource "configmaps" in API group "" in the namespace "ns"`), `a Role with a rule for apiGroups "", resources "configmaps", verbs get, create, patch`},
		"a right of the cluster":      {forbidden(`User "u" cannot get resource "clusterroles" in API group "rbac.authorization.k8s.io" at the cluster scope`), `a ClusterRole with a rule for apiGroups "rbac.authorization.k8s.io", resources "clusterroles", verb get`},
		"a quota":                     {forbidden("exceeded quota: q"), "Raise the ResourceQuota"},
		"Pod security":                {forbidden(`violates PodSecurity "restricted:latest"`), "security settings"},
		"rights that are not its own": {forbidden(`user "u" is attempting to grant RBAC permissions not currently held`), "only grant rights that it has itself"},
		"a field":                     {apierrors.NewInvalid(schema.GroupKind{Group: "apps", Kind: "Deployment"}, "web", field.ErrorList{field.Required(field.NewPath("spec", "selector"), "")}), "Correct in the manifest: spec.selector"},
		"an immutable field":          {apierrors.NewInvalid(schema.GroupKind{Group: "apps", Kind: "Deployment"}, "web", field.ErrorList{field.Invalid(field.NewPath("spec", "selector"), "x", "field is immutable")}), "kubectl delete deployment web -n ns"},
		"a field that is not known":   {apierrors.NewInternalError(errors.New("failed to create typed patch object: .spec.replica: field not declared in schema")), "does not know the field"},
		"a webhook that denies":       {apierrors.NewForbidden(schema.GroupResource{}, "x", errors.New(`admission webhook "w" denied the request: no`)), "A policy of this cluster"},
		"a webhook that is not there": {apierrors.NewInternalError(errors.New(`failed calling webhook "w"`)), "does not answer"},
		"no server":                   {errors.New("connection refused"), "did not answer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := Explain(ref, test.err)
			if !strings.Contains(f.Hint, test.hint) || f.Reason == "" || *f.Object != ref {
				t.Errorf("%s (%s): %s", f.Error(), f.Reason, f.Hint)
			}
		})
	}
}
