package kube

import (
	"context"
	"net/http"
	"time"
)

type guardKey struct{}

// Guard gives a context in which a patient client asks may before each try of a request that changes something. may
// waits, or refuses with an error, which then is that of the request.
func Guard(ctx context.Context, may func(context.Context) error) context.Context {
	return context.WithValue(ctx, guardKey{}, may)
}

// admit asks the guard of a request's context, if there is one.
func admit(request *http.Request) error {
	if request.Method == http.MethodGet || request.Method == http.MethodHead {
		return nil
	}
	may, guarded := request.Context().Value(guardKey{}).(func(context.Context) error)
	if !guarded {
		return nil
	}
	return may(request.Context())
}

type trialKey struct{}

// Trial gives a context for dry runs: what a webhook has against them, or that it does not answer, is not waited out,
// for the object is to be written yet.
func Trial(ctx context.Context) context.Context { return context.WithValue(ctx, trialKey{}, true) }

// PatienceIn is Patience in a context: see Trial.
func PatienceIn(ctx context.Context, code int, message string) time.Duration {
	patience := Patience(code, message)
	if patience == PatienceWebhook && ctx.Value(trialKey{}) != nil {
		return 0
	}
	return patience
}
