package e2e

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func TestAClusterRunsWhatPackagesConsistOf(t *testing.T) {
	h := newHome(t)
	c := h.up("--ephemeral")
	h.run("load", archive(t))
	t.Run("things", func(t *testing.T) {
		for name, test := range map[string]func(*testing.T, *cluster, *home){
			"a Job reaches the API server as its service account":   jobWithAccount,
			"a Service is reached by cluster IP and by name":        serviceAndName,
			"a load balancer is reached from the host and from Pod": loadBalancer,
			"a claim gets a volume a non-root Pod can write":        claim,
			"an exit status is told":                                exitStatus,
			"commands are run in Pods and ports forwarded":          execAndForward,
			"deleting an Application deletes what it owns":          cascade,
			"a Pod reaches the host":                                reachHost,
			"an image is found under any of its names":              imageNames,
			"an image is always pulled from the node":               alwaysPull,
		} {
			t.Run(name, func(t *testing.T) { t.Parallel(); test(t, c, h) })
		}
	})
}

func jobWithAccount(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "job")
	ctx := deadline(t)
	create := v1.CreateOptions{}
	must[*corev1.ServiceAccount](t)(c.client.CoreV1().ServiceAccounts(ns).Create(ctx, &corev1.ServiceAccount{ObjectMeta: v1.ObjectMeta{Name: "reader"}}, create))
	must[*rbacv1.Role](t)(c.client.RbacV1().Roles(ns).Create(ctx, &rbacv1.Role{
		ObjectMeta: v1.ObjectMeta{Name: "reader"},
		Rules:      []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"list"}}},
	}, create))
	must[*rbacv1.RoleBinding](t)(c.client.RbacV1().RoleBindings(ns).Create(ctx, &rbacv1.RoleBinding{
		ObjectMeta: v1.ObjectMeta{Name: "reader"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "reader"},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: "reader", Namespace: ns}},
	}, create))
	p := pod("reader", "pods", ns)
	p.Spec.ServiceAccountName = "reader"
	retries := int32(0)
	must[*batchv1.Job](t)(c.client.BatchV1().Jobs(ns).Create(ctx, &batchv1.Job{
		ObjectMeta: v1.ObjectMeta{Name: "reader"},
		Spec:       batchv1.JobSpec{BackoffLimit: &retries, Template: corev1.PodTemplateSpec{Spec: p.Spec}},
	}, create))
	await(t, c.client.BatchV1().RESTClient(), "jobs", ns, "reader", func(j *batchv1.Job) bool { return j.Status.Succeeded == 1 })
}

func service(name string, kind corev1.ServiceType) *corev1.Service {
	return &corev1.Service{ObjectMeta: v1.ObjectMeta{Name: name}, Spec: corev1.ServiceSpec{
		Type: kind, Selector: map[string]string{"app": "web"}, Ports: []corev1.ServicePort{{Port: 80, TargetPort: intstr.FromInt32(8080)}},
	}}
}

func serviceAndName(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "service")
	s := must[*corev1.Service](t)(c.client.CoreV1().Services(ns).Create(deadline(t), service("web", corev1.ServiceTypeClusterIP), v1.CreateOptions{}))
	c.started(t, ns, server("web"))
	for name, url := range map[string]string{"by-ip": "http://" + s.Spec.ClusterIP, "by-name": "http://web", "by-full-name": "http://web.service.svc.cluster.local"} {
		c.start(t, ns, pod(name, "get", url))
	}
	for _, name := range []string{"by-ip", "by-name", "by-full-name"} {
		if p := c.ended(t, ns, name); p.Status.Phase != corev1.PodSucceeded || !strings.Contains(c.log(t, ns, name), "hello from web") {
			t.Errorf("%s: %s\n%s", name, p.Status.Phase, c.log(t, ns, name))
		}
	}
}

func loadBalancer(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "balancer")
	must[*corev1.Service](t)(c.client.CoreV1().Services(ns).Create(deadline(t), service("web", corev1.ServiceTypeLoadBalancer), v1.CreateOptions{}))
	c.started(t, ns, server("web"))
	s := await(t, c.client.CoreV1().RESTClient(), "services", ns, "web", func(s *corev1.Service) bool { return len(s.Status.LoadBalancer.Ingress) == 1 })
	url := "http://" + s.Status.LoadBalancer.Ingress[0].IP
	if out := c.succeeds(t, ns, pod("client", "get", url)); !strings.Contains(out, "hello from web") {
		t.Errorf("from a Pod: %s", out)
	}
	if body := fetch(t, url); !strings.Contains(body, "hello from web") {
		t.Errorf("from the host: %s", body)
	}
}

// fetch returns what a web server answers.
func fetch(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return string(must[[]byte](t)(io.ReadAll(response.Body)))
}

func claim(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "claim")
	claims := c.client.CoreV1().PersistentVolumeClaims(ns)
	must[*corev1.PersistentVolumeClaim](t)(claims.Create(deadline(t), &corev1.PersistentVolumeClaim{
		ObjectMeta: v1.ObjectMeta{Name: "data"},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("10Mi")}},
		},
	}, v1.CreateOptions{}))
	c.succeeds(t, ns, writer("data"))
	bound := await(t, c.client.CoreV1().RESTClient(), "persistentvolumeclaims", ns, "data", func(p *corev1.PersistentVolumeClaim) bool {
		return p.Status.Phase == corev1.ClaimBound
	})
	if err := c.client.CoreV1().Pods(ns).Delete(deadline(t), "writer", v1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := claims.Delete(deadline(t), "data", v1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	gone[*corev1.PersistentVolume](t, c.client.CoreV1().RESTClient(), "persistentvolumes", "", bound.Spec.VolumeName)
	if left := volumesOf(t, c); len(left) > 0 {
		t.Errorf("folders of volumes are left: %v", left)
	}
}

// writer is a Pod that writes to the claim's volume, not as root.
func writer(claim string) *corev1.Pod {
	user := int64(1000)
	p := pod("writer", "write", "/data/file")
	p.Spec.SecurityContext = &corev1.PodSecurityContext{RunAsUser: &user, RunAsGroup: &user}
	p.Spec.Volumes = []corev1.Volume{{Name: "data", VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: claim},
	}}}
	p.Spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "data", MountPath: "/data"}}
	return p
}

func exitStatus(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "status")
	c.start(t, ns, pod("failing", "exit", "7"))
	p := c.ended(t, ns, "failing")
	if ended := p.Status.ContainerStatuses[0].State.Terminated; ended == nil || ended.ExitCode != 7 {
		t.Errorf("got %v, want status 7", p.Status.ContainerStatuses[0].State)
	}
	if out := c.log(t, ns, "failing"); !strings.Contains(out, "exiting with 7") {
		t.Errorf("log: %s", out)
	}
}

func reachHost(t *testing.T, c *cluster, _ *home) {
	ns := c.namespace(t, "egress")
	address := outward(t)
	listener := must[net.Listener](t)(net.Listen("tcp", net.JoinHostPort(address, "0")))
	defer func() { _ = listener.Close() }()
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "the host greets "+r.RemoteAddr)
		}))
	}()
	out := c.succeeds(t, ns, pod("client", "get", "http://"+listener.Addr().String()))
	if !strings.Contains(out, "the host greets "+c.NodeIP+":") {
		t.Errorf("got %q, want a greeting of the node's address", out)
	}
}

// outward is an address of the host other than those on links to clusters.
func outward(t *testing.T) string {
	t.Helper()
	for _, a := range must[[]net.Addr](t)(net.InterfaceAddrs()) {
		n, ok := a.(*net.IPNet)
		if ok && n.IP.To4() != nil && !n.IP.IsLoopback() && !strings.HasPrefix(n.IP.String(), "10.") {
			return n.IP.String()
		}
	}
	t.Skip("this host has no address of its own")
	return ""
}
