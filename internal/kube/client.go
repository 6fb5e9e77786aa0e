// Package kube bundles the Kubernetes clients that the deployer and the verifier share.
package kube

import (
	"fmt"
	"net/http"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// Client is one cluster, seen through the clients that Chandler uses. All of them share Config.
type Client struct {
	Config   *rest.Config
	Dynamic  dynamic.Interface
	Metadata metadata.Interface
	// Core has Pods, their logs, Namespaces and ServiceAccounts.
	Core corev1.CoreV1Interface
	// Typed has everything. It is nil in a client of NewCore.
	Typed     kubernetes.Interface
	Discovery discovery.CachedDiscoveryInterface
	// Mapper maps kinds to resources from discovery; Reset it after a CustomResourceDefinition was added.
	Mapper meta.ResettableRESTMapper
}

// New makes the clients for the cluster that config names. It does no I/O.
//
// Client-side rate limits are lifted: the server's priority and fairness is what limits us.
func New(config *rest.Config) (*Client, error) {
	c, http, err := newCore(config, nil)
	if err != nil {
		return nil, err
	}
	if c.Typed, err = kubernetes.NewForConfigAndClient(c.Config, http); err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	return c, nil
}

// NewCore is New without the client for everything, which makes a program 8 MB bigger: for the deployer.
func NewCore(config *rest.Config) (*Client, error) {
	c, _, err := newCore(config, nil)
	return c, err
}

func newCore(config *rest.Config, wrap func(http.RoundTripper) http.RoundTripper) (*Client, *http.Client, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1
	config.UserAgent = "chandler"
	http, err := httpClient(config, wrap)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	c := &Client{Config: config}
	if c.Dynamic, err = dynamic.NewForConfigAndClient(config, http); err != nil {
		return nil, nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	if c.Metadata, err = metadata.NewForConfigAndClient(metadata.ConfigFor(config), http); err != nil {
		return nil, nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	if c.Core, err = corev1.NewForConfigAndClient(config, http); err != nil {
		return nil, nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	d, err := discovery.NewDiscoveryClientForConfigAndClient(config, http)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	c.Discovery = memory.NewMemCacheClient(d)
	c.Mapper = restmapper.NewDeferredDiscoveryRESTMapper(c.Discovery)
	return c, http, nil
}
