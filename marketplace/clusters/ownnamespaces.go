package clusters

import (
	"context"
	"fmt"
	"strconv"

	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	admissionGroup   = "admissionregistration.k8s.io"
	admissionVersion = "v1"
	// keepNamespaces is the policy that keeps the namespaces of projects.
	keepNamespaces = "chandler-projects"
)

// Whoever has all rights in a namespace has them on the Namespace itself, too. These are the expressions (CEL) that say
// which namespaces are projects, who is held off them, and what stays: that they are there, whose they are,
// and what Pods they admit.
const (
	isProject    = `has(oldObject.metadata.labels) && '` + LabelManagedBy + `' in oldObject.metadata.labels && oldObject.metadata.labels['` + LabelManagedBy + `'] == '` + ManagedBy + `'`
	isHeldOff    = `request.userInfo.username.startsWith('` + prefix + `') || (request.userInfo.username.startsWith('system:serviceaccount:') && !request.userInfo.username.startsWith('system:serviceaccount:kube-') && request.userInfo.username != %s)`
	staysProject = `request.operation != 'DELETE' && has(object.metadata.labels) && ['` + LabelManagedBy + `', '` + LabelWorkspace + `', '` + labelPodSecurity + `'].all(l, l in object.metadata.labels && l in oldObject.metadata.labels && object.metadata.labels[l] == oldObject.metadata.labels[l])`
)

// keepProjects has the cluster refuse that users, and what they run, delete the namespace of a project, make it
// somebody else's, or admit Pods in it that reach the node. Clusters before Kubernetes 1.30 do not know how.
func (c *Cluster) keepProjects(ctx context.Context) error {
	me, err := c.Platform.Typed.AuthenticationV1().SelfSubjectReviews().Create(ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("ask %s for the name of the registered user: %w", c.Server(), err)
	}
	for resource, o := range map[string]*unstructured.Unstructured{
		"validatingadmissionpolicies": admission("ValidatingAdmissionPolicy", map[string]any{
			"failurePolicy": "Fail",
			"matchConstraints": map[string]any{"resourceRules": []any{map[string]any{"apiGroups": []any{""}, "apiVersions": []any{"v1"},
				"operations": []any{"UPDATE", "DELETE"}, "resources": []any{"namespaces"}}}},
			"matchConditions": []any{condition("project", isProject), condition("held-off", fmt.Sprintf(isHeldOff, strconv.Quote(me.Status.UserInfo.Username)))},
			"validations": []any{map[string]any{"expression": staysProject, "reason": "Forbidden",
				"message": "the namespace of a project is deleted, given to another workspace, or opened to privileged Pods, in the store"}},
		}),
		"validatingadmissionpolicybindings": admission("ValidatingAdmissionPolicyBinding", map[string]any{"policyName": keepNamespaces, "validationActions": []any{"Deny"}}),
	} {
		err := c.apply(ctx, schema.GroupVersionResource{Group: admissionGroup, Version: admissionVersion, Resource: resource}, o)
		if err != nil && !apierrors.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func admission(kind string, spec map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": admissionGroup + "/" + admissionVersion, "kind": kind,
		"metadata": map[string]any{"name": keepNamespaces, "labels": managed()}, "spec": spec}}
}

func condition(name, expression string) map[string]any {
	return map[string]any{"name": name, "expression": expression}
}
