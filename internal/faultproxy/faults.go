package faultproxy

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Fault answers a request in place of the API server, which next stands for.
type Fault func(w http.ResponseWriter, r *http.Request, next http.Handler)

// Busy answers 429, and asks to come back after the time, in whole seconds; it does not ask if that is 0.
func Busy(after time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if after > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(after.Seconds())))
		}
		Status(http.StatusTooManyRequests, metav1.StatusReasonTooManyRequests, "too many requests, please try again later")(w, r, next)
	}
}

// Status answers with a code as an API server does.
func Status(code int, reason metav1.StatusReason, message string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write(status(code, reason, message))
	}
}

func status(code int, reason metav1.StatusReason, message string) []byte {
	s := metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: metav1.StatusFailure, Code: int32(code), Reason: reason, Message: message}
	data, err := json.Marshal(s)
	if err != nil { // only strings and numbers in it: cannot happen
		return nil
	}
	return data
}

// Page answers with a code as load balancers do: in HTML.
func Page(code int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(code)
		_, _ = fmt.Fprintf(w, "<html><body><h1>%d %s</h1></body></html>\n", code, http.StatusText(code))
	}
}

// Conflict answers that somebody else has changed the object.
var Conflict = Status(http.StatusConflict, metav1.StatusReasonConflict,
	"Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again")

// Unauthorized answers as if the token had expired.
var Unauthorized = Status(http.StatusUnauthorized, metav1.StatusReasonUnauthorized, "Unauthorized")

// Expired answers a list or the beginning of a watch with 410: the server has forgotten the version.
var Expired = Status(http.StatusGone, metav1.StatusReasonExpired, "The provided continue parameter is too old")

// CutBefore breaks the connection before the API server has got the request.
func CutBefore(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// CutAfter breaks the connection after the API server has done what was asked.
func CutAfter(_ http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// Truncate hands on only the first half of the answer, as if that were all.
func Truncate(w http.ResponseWriter, r *http.Request, next http.Handler) {
	whole := httptest.NewRecorder()
	r.Header.Del("Accept-Encoding") // half of it could not even be unpacked
	next.ServeHTTP(whole, r)
	w.Header().Set("Content-Type", whole.Header().Get("Content-Type"))
	w.WriteHeader(whole.Code)
	_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
}

// Delay hands a request on after a while, unless its client has gone before.
func Delay(d time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-r.Context().Done():
		case <-timer.C:
			next.ServeHTTP(w, r)
		}
	}
}

// CloseAfter ends an answer after a while: for watches.
func CloseAfter(d time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		ctx, cancel := context.WithTimeout(r.Context(), d)
		defer cancel()
		defer func() { _ = recover() }() // a reverse proxy aborts an answer that is cut
		next.ServeHTTP(w, r.WithContext(ctx))
	}
}

// ErrorEvent answers a watch with an event that says that the server has forgotten the version.
func ErrorEvent(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"type":"ERROR","object":%s}`+"\n", status(http.StatusGone, metav1.StatusReasonExpired, "too old resource version"))
}

// First calls do before a request goes on.
func First(do func(Request)) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		do(requestOf(r))
		next.ServeHTTP(w, r)
	}
}

// Then calls do after the API server has answered, and before its client knows.
func Then(do func(Request)) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		whole := httptest.NewRecorder()
		next.ServeHTTP(whole, r)
		do(requestOf(r))
		for key, values := range whole.Header() {
			w.Header()[key] = values
		}
		w.WriteHeader(whole.Code)
		_, _ = w.Write(whole.Body.Bytes())
	}
}
