package clusters

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// About is what is to be known of a cluster.
type About struct {
	Reachable bool
	// Reason says in words why it cannot be used; empty if it can.
	Reason string
	// Version is that of Kubernetes, with the leading v.
	Version string
	Nodes   []Node
}

// Node is one machine of a cluster.
type Node struct {
	Name, Version string
	Ready         bool
}

// About asks the cluster. A cluster that does not answer until ctx is over is not reachable, and the reason says so.
func (c *Cluster) About(ctx context.Context) About {
	var about About
	body, err := c.Platform.Core.RESTClient().Get().AbsPath("/version").Do(ctx).Raw()
	if err == nil {
		about.Version, err = gitVersion(body)
	}
	if err != nil {
		about.Reason = c.unreachable(err)
		return about
	}
	about.Reachable = true
	list, err := c.Platform.Core.Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		about.Reason = "its nodes cannot be listed: " + err.Error()
		return about
	}
	for _, n := range list.Items {
		about.Nodes = append(about.Nodes, Node{Name: n.Name, Version: n.Status.NodeInfo.KubeletVersion, Ready: ready(n)})
	}
	return about
}

func ready(n corev1.Node) bool {
	for _, c := range n.Status.Conditions {
		if c.Type == corev1.NodeReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// unreachable says why a cluster does not answer, and what to do.
func (c *Cluster) unreachable(err error) string {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var dns *net.DNSError
	var failed *url.Error
	switch {
	case apierrors.IsUnauthorized(err):
		return c.Server() + " does not know the credentials: register the cluster with new ones"
	case apierrors.IsForbidden(err):
		return c.Server() + " lets the credentials not even read its version: give them more rights"
	case errors.As(err, &unknown):
		return "the certificate of " + c.Server() + " is not signed by the kubeconfig's certificate-authority-data: correct that"
	case errors.As(err, &name):
		return fmt.Sprintf("the certificate of %s is for another name: set tls-server-name in the kubeconfig (%s)", c.Server(), name.Error())
	case errors.As(err, &dns):
		return c.Server() + " has no address: correct the server in the kubeconfig, or the DNS"
	case errors.Is(err, context.DeadlineExceeded):
		return c.Server() + " does not answer in time: see whether it runs, and whether a firewall is between"
	case errors.As(err, &failed):
		return c.Server() + " cannot be reached: " + failed.Err.Error()
	}
	return c.Server() + ": " + err.Error()
}
