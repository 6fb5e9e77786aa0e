// Package kube bundles the Kubernetes clients that the deployer and the verifier share.
package kube

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// Client is one cluster, seen through the clients that Chandler uses. All of them share Config.
type Client struct {
	Config    *rest.Config
	Dynamic   dynamic.Interface
	Metadata  metadata.Interface
	Typed     kubernetes.Interface
	Discovery discovery.CachedDiscoveryInterface
	// Mapper maps kinds to resources from discovery; Reset it after a CustomResourceDefinition was added.
	Mapper meta.ResettableRESTMapper
}

// New makes the clients for the cluster that config names. It does no I/O.
//
// Client-side rate limits are lifted: the server's priority and fairness is what limits us.
func New(config *rest.Config) (*Client, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1
	config.UserAgent = "chandler"
	http, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	c := &Client{Config: config}
	if c.Dynamic, err = dynamic.NewForConfigAndClient(config, http); err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	if c.Metadata, err = metadata.NewForConfigAndClient(metadata.ConfigFor(config), http); err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	if c.Typed, err = kubernetes.NewForConfigAndClient(config, http); err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	d, err := discovery.NewDiscoveryClientForConfigAndClient(config, http)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	c.Discovery = memory.NewMemCacheClient(d)
	c.Mapper = restmapper.NewDeferredDiscoveryRESTMapper(c.Discovery)
	return c, nil
}
