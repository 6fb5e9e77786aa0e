package faults

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	neturl "net/url"
	"strings"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	admission "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/cert"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/faultproxy"
)

// webhook makes an admission webhook for the ConfigMaps of the trial's namespace. url is where it is served; if that is
// empty, it names a Service that is not there.
func (x *trial) webhook(url string, ca []byte) {
	x.Helper()
	fail, none, seconds := admission.Fail, admission.SideEffectClassNone, int32(2)
	client := admission.WebhookClientConfig{CABundle: ca, Service: &admission.ServiceReference{Namespace: x.namespace, Name: "nobody"}}
	if url != "" {
		client = admission.WebhookClientConfig{CABundle: ca, URL: &url}
	}
	configuration := &admission.ValidatingWebhookConfiguration{ObjectMeta: metav1.ObjectMeta{Name: x.namespace}, Webhooks: []admission.ValidatingWebhook{{
		Name: "guard.example.com", ClientConfig: client, FailurePolicy: &fail, SideEffects: &none, TimeoutSeconds: &seconds, AdmissionReviewVersions: []string{"v1"},
		NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": x.namespace}},
		Rules: []admission.RuleWithOperations{{Operations: []admission.OperationType{admission.Create},
			Rule: admission.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"}}}},
	}}}
	webhooks := x.cluster.Typed.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	if _, err := webhooks.Create(x.Context(), configuration, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
	x.Cleanup(func() { _ = webhooks.Delete(x.background(), x.namespace, metav1.DeleteOptions{}) })
}

// serve serves a webhook where the API server can reach it, and gives its URL and its certificate.
func (x *trial) serve(answer http.HandlerFunc) (url string, ca []byte) {
	x.Helper()
	server, err := neturl.Parse(x.cluster.Config.Host)
	if err != nil {
		x.Fatal(err)
	}
	way, err := net.Dial("udp", server.Host) // sends nothing: it tells by which address we are reached from there
	if err != nil {
		x.Fatal(err)
	}
	defer func() { _ = way.Close() }()
	ip := way.LocalAddr().(*net.UDPAddr).IP
	listener, err := net.Listen("tcp", net.JoinHostPort(ip.String(), "0"))
	if err != nil {
		x.Fatal(err)
	}
	certificate, key, err := cert.GenerateSelfSignedCertKey(ip.String(), []net.IP{ip}, nil)
	if err != nil {
		x.Fatal(err)
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		x.Fatal(err)
	}
	s := httptest.NewUnstartedServer(answer)
	s.Listener, s.TLS = listener, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	s.StartTLS()
	x.Cleanup(s.Close)
	return s.URL, certificate
}

// deny answers every review with a refusal.
func deny(w http.ResponseWriter, r *http.Request) {
	var review admissionv1.AdmissionReview
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	review.Response = &admissionv1.AdmissionResponse{UID: review.Request.UID, Result: &metav1.Status{Message: "no ConfigMaps on Saturdays"}}
	_ = json.NewEncoder(w).Encode(review)
}

func TestAdmissionThatKeepsAnObjectOutIsNamedWithWhatToDo(t *testing.T) {
	tests := map[string]struct {
		prepare       func(*trial)
		message, hint string
	}{
		"a webhook denies": {func(x *trial) { x.webhook(x.serve(deny)) },
			`admission webhook "guard.example.com" denied the request: no ConfigMaps on Saturdays`, "A policy of this cluster forbids it."},
		"a webhook hangs": {func(x *trial) {
			x.webhook(x.serve(func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // only who has read it all sees the client go
				<-r.Context().Done()
			}))
		}, `failed calling webhook "guard.example.com"`, `The admission webhook guard.example.com does not answer.`},
		"a webhook's Service is not there": {func(x *trial) { x.webhook("", nil) },
			`failed calling webhook "guard.example.com"`, `The admission webhook guard.example.com does not answer.`},
		"a quota": {func(x *trial) {
			_, err := x.cluster.Core.ResourceQuotas(x.namespace).Create(x.Context(), &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Name: "small"},
				Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{"count/configmaps": resource.MustParse("5")}}}, metav1.CreateOptions{})
			if err != nil {
				x.Fatal(err)
			}
		}, "exceeded quota: small", "Raise the ResourceQuota of the namespace"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := begin(t)
			test.prepare(x)
			began := time.Now()
			f := x.failure(x.run(t.Context()))
			t.Logf("after %s", time.Since(began).Round(time.Millisecond))
			if f.Stage != event.Apply || f.Object == nil || f.Object.Kind != "ConfigMap" || !strings.Contains(f.Message, test.message) || !strings.Contains(f.Hint, test.hint) {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAWebhookThatIsDownForAMomentIsOutlasted(t *testing.T) {
	t.Parallel()
	x := begin(t)
	x.proxy.Add(faultproxy.Rule{Match: faultproxy.All(faultproxy.Writes, faultproxy.Of("secrets")), Times: 3, Each: true,
		Do: faultproxy.Status(http.StatusInternalServerError, metav1.StatusReasonInternalError, `Internal error occurred: failed calling webhook "guard.example.com": connection refused`)})
	if err := x.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.spoiled(18)
	x.converged()
}
