package marketplace

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/demo"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/verifier/report"
)

// TestAClusterThatDoesNotAnswerIsWaitedFor installs while the cluster cannot be reached: the page says so, and the
// instance runs once the cluster is back.
func TestAClusterThatDoesNotAnswerIsWaitedFor(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	p := settle(t, config(t), text)
	version := p.admin.uploadApp(tinyChart(t))
	p.admin.mustRun(p.admin.install(p.project, "first", version, map[string]any{})) // the node has the deployer now
	way, text := between(t, text)
	if _, err := demo.Seed(t.Context(), p.admin.Client, demo.Cluster{Name: "tests", Kubeconfig: text, Project: p.project}); err != nil {
		t.Fatal(err)
	}

	way.cut()
	id := p.admin.install(p.project, "patient", version, map[string]any{})
	var i api.Instance
	p.admin.until("instance/"+id, func() (bool, error) {
		err := p.admin.Do(t.Context(), http.MethodGet, "/instances/"+id, nil, &i)
		return strings.Contains(i.Doing, "to be tried again"), err
	})
	if i.State != domain.Creating {
		t.Errorf("while the cluster does not answer, the instance is %s", i.State)
	}
	way.mend()
	p.admin.mustRun(id)
}

// TestAVerificationThatWasCutOffIsClearedAwayAndRunAnew kills the server in the middle of one.
func TestAVerificationThatWasCutOffIsClearedAwayAndRunAnew(t *testing.T) {
	t.Parallel()
	text := kubeconfig(t)
	data := t.TempDir()
	server := newChild(t, data, "--lease", "1s")
	server.start(t)
	admin := server.administrator(t, data)
	if _, err := demo.Seed(t.Context(), admin.Client, demo.Cluster{Name: "tests", Kubeconfig: text, Project: domain.NewID("cut")}); err != nil {
		t.Fatal(err)
	}
	version := admin.uploadApp(tinyChart(t))
	admin.act(version, "submit")
	var run api.Verification
	look := func() error {
		return admin.Do(t.Context(), http.MethodGet, "/verifications/"+version.Verification, nil, &run)
	}
	topic := "verification/" + version.Verification
	admin.until(topic, func() (bool, error) { err := look(); return strings.HasPrefix(run.Doing, "install"), err })
	var first report.Report
	if err := json.Unmarshal(run.Report, &first); err != nil || first.Namespace == "" {
		t.Fatalf("the report does not name the namespace: %s: %v", run.Report, err)
	}
	server.kill()
	server.start(t)
	admin.until(topic, func() (bool, error) { err := look(); return run.Over(), err })
	if run.State != domain.VerificationPassed {
		t.Errorf("run anew, the verification is %s: %s", run.State, run.Message)
	}
	left, err := connect(t, text).Platform.Typed.CoreV1().Namespaces().Get(t.Context(), first.Namespace, metav1.GetOptions{})
	if !apierrors.IsNotFound(err) && (err != nil || left.DeletionTimestamp == nil) {
		t.Errorf("the namespace %s of the run that was cut off is still there: %v", first.Namespace, err)
	}
}

// way is the way to a cluster, which can be cut.
type way struct {
	to string

	mutex sync.Mutex
	shut  bool
	open  map[net.Conn]bool
}

// between gives a kubeconfig that leads to the same cluster by a way.
func between(t *testing.T, kubeconfig []byte) (*way, []byte) {
	t.Helper()
	file := map[string]any{}
	if err := yaml.Unmarshal(kubeconfig, &file); err != nil {
		t.Fatal(err)
	}
	cluster := file["clusters"].([]any)[0].(map[string]any)["cluster"].(map[string]any)
	server, err := url.Parse(cluster["server"].(string))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	w := &way{to: server.Host, open: map[net.Conn]bool{}}
	go w.run(listener)
	cluster["server"], cluster["tls-server-name"] = "https://"+listener.Addr().String(), server.Hostname()
	text, err := yaml.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	return w, text
}

func (w *way) run(listener net.Listener) {
	for {
		from, err := listener.Accept()
		if err != nil {
			return
		}
		go w.pass(from)
	}
}

// pass carries a connection until it is cut.
func (w *way) pass(from net.Conn) {
	defer func() { _ = from.Close() }()
	to, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", w.to)
	if err != nil || !w.take(from, to) {
		return
	}
	go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
	_, _ = io.Copy(from, to)
}

func (w *way) take(ends ...net.Conn) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, end := range ends {
		if w.open[end] = true; w.shut {
			_ = end.Close()
		}
	}
	return !w.shut
}

func (w *way) cut() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.shut = true
	for end := range w.open {
		_ = end.Close()
	}
}

func (w *way) mend() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.shut = false
}
