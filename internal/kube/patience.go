package kube

import (
	"net/http"
	"strings"
	"time"
)

// How long a request is tried again. A busy, restarting or failing server gets two minutes; a webhook that does not
// answer, which may well be for good, ten seconds; refused credentials the time in which a rotated token is read anew.
const (
	PatienceBusy    = 2 * time.Minute
	PatienceWebhook = 10 * time.Second
	PatienceToken   = 5 * time.Second

	FirstPause   = 50 * time.Millisecond
	LongestPause = 3 * time.Second
)

// isStarting knows what an API server says that has just been started: of Services, with the code of an invalid object;
// and of rights, when it has not read its own roles yet, which it never is without.
func isStarting(message string) bool {
	for _, words := range []string{"allocator not ready", `serviceaccount "default" not found`,
		`clusterrole.rbac.authorization.k8s.io "system:`, `clusterrole.rbac.authorization.k8s.io "cluster-admin" not found`} {
		if strings.Contains(message, words) {
			return true
		}
	}
	return false
}

// Patience says for how long an answer of the API server, or of what stands before it, is worth another try: 0 if the
// same request will get the same answer. It takes the status code and the message, or the body that has it.
func Patience(code int, message string) time.Duration {
	switch {
	case code == http.StatusUnauthorized:
		return PatienceToken
	case code == http.StatusTooManyRequests, isStarting(message):
		return PatienceBusy
	case code < http.StatusInternalServerError,
		strings.Contains(message, "failed to create typed patch object"): // the object does not fit its kind
		return 0
	case strings.Contains(message, "failed calling webhook"), strings.Contains(message, "conversion webhook for"):
		return PatienceWebhook
	}
	return PatienceBusy
}
