package apply

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Explain makes of a server's refusal to write an object a failure that says what to do.
func Explain(ref kube.Ref, err error) *event.Failure {
	f := &event.Failure{Stage: event.Apply, Object: &ref, Message: err.Error()}
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) {
		f.Reason, f.Hint = "Unreachable", "The API server did not answer. See whether the cluster is up, and run the deployer again: it goes on where it stopped."
		return f
	}
	status := answer.Status()
	f.Reason = string(status.Reason)
	if status.Message != "" {
		f.Message = status.Message
	}
	if strings.Contains(f.Message, "failed to create typed patch object") {
		f.Reason = "Malformed"
	}
	if f.Reason == "" && AdmissionHint(f.Message) != "" { // webhooks need not give a reason
		f.Reason = "AdmissionDenied"
	}
	f.Hint = hint(ref, status)
	return f
}

// hint says what to do about an answer of the server.
func hint(ref kube.Ref, s metav1.Status) string {
	if h := AdmissionHint(s.Message); h != "" {
		return h
	}
	switch message := s.Message; {
	case apierrors.HasStatusCause(&apierrors.StatusError{ErrStatus: s}, "NamespaceTerminating"):
		return "The namespace is being deleted. Deploy to another one, or wait until it is gone and create it anew."
	case s.Reason == metav1.StatusReasonForbidden:
		return missingRight(message)
	case strings.Contains(message, "field not declared in schema"):
		return "The API server does not know the field. Correct its name or place in the manifest, or quote it if it is text."
	case strings.Contains(message, "duplicate entries for key"):
		return "The list has two entries for the same key. Keep one of them."
	case strings.Contains(message, "field is immutable"):
		return fmt.Sprintf("An object that is there already differs in a field that cannot be changed. Delete it first: kubectl delete %s %s -n %s",
			strings.ToLower(ref.Kind), ref.Name, ref.Namespace)
	case s.Reason == metav1.StatusReasonInvalid:
		return "Correct in the manifest: " + strings.Join(invalidFields(s), ", ")
	case s.Reason == metav1.StatusReasonNotFound:
		return "The kind, or the namespace, is not there."
	case s.Reason == metav1.StatusReasonBadRequest:
		return "The API server cannot read the object. Correct the manifest where the message says."
	}
	return "Run the deployer again: it goes on where it stopped."
}

// AdmissionHint says what to do when a quota, a policy or a webhook kept an object out; it is empty for other messages.
func AdmissionHint(message string) string {
	switch {
	case strings.Contains(message, "exceeded quota"):
		return "Raise the ResourceQuota of the namespace, or lower what the app asks for."
	case strings.Contains(message, "must specify limits") || strings.Contains(message, "must specify requests"):
		return "The namespace has a ResourceQuota. Give the containers requests and limits, or the namespace a LimitRange."
	case strings.Contains(message, "violates PodSecurity"):
		return "Give the container the security settings that the message lists, or deploy to a namespace with a less strict Pod Security level."
	case strings.Contains(message, "attempting to grant RBAC permissions not currently held"):
		return "A deployer can only grant rights that it has itself. Declare them in x-google-marketplace.deployerServiceAccount, " +
			"or let the marketplace provide the account with a property of type SERVICE_ACCOUNT."
	case strings.Contains(message, "failed calling webhook"):
		return fmt.Sprintf("The admission webhook %s does not answer. Find its configuration with kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations "+
			"-o yaml, see to what serves it, or delete the configuration if nothing does any more. Then run the deployer again.", webhookName(message))
	case strings.Contains(message, "admission webhook") && strings.Contains(message, "denied"):
		return "A policy of this cluster forbids it. Change the manifest as the message says, or ask the cluster's administrator for an exception."
	case strings.Contains(message, "error looking up service account"):
		return "The ServiceAccount that the Pods use is not there. Add it to the manifests, or take its name from a property of type SERVICE_ACCOUNT."
	}
	return ""
}

var callingWebhook = regexp.MustCompile(`failed calling webhook "([^"]+)"`)

// webhookName reads which webhook did not answer from the server's sentence.
func webhookName(message string) string {
	if m := callingWebhook.FindStringSubmatch(message); m != nil {
		return m[1]
	}
	return "of this cluster"
}

var forbidden = regexp.MustCompile(`cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace|( at the cluster scope))?`)

// missingRight says which right to declare, from the server's sentence about the one that was missing.
func missingRight(message string) string {
	m := forbidden.FindStringSubmatch(message)
	if m == nil {
		return "The deployer's ServiceAccount may not do this. Declare the right in x-google-marketplace.deployerServiceAccount of schema.yaml."
	}
	role := "Role"
	if m[4] != "" {
		role = "ClusterRole"
	}
	verbs := "verb " + m[1]
	if m[1] == "patch" || m[1] == "create" {
		verbs = "verbs get, create, patch"
	}
	return fmt.Sprintf("The deployer's ServiceAccount lacks a right. Declare it in x-google-marketplace.deployerServiceAccount.roles of schema.yaml: "+
		"a %s with a rule for apiGroups %q, resources %q, %s.", role, m[3], m[2], verbs)
}

func invalidFields(s metav1.Status) []string {
	if s.Details == nil || len(s.Details.Causes) == 0 {
		return []string{"what the message names"}
	}
	seen := map[string]bool{}
	var names []string
	for _, cause := range s.Details.Causes {
		if cause.Field != "" && !seen[cause.Field] {
			seen[cause.Field] = true
			names = append(names, cause.Field)
		}
	}
	return names
}
