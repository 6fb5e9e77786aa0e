// Package clusters connects the app store to Kubernetes clusters: it checks kubeconfigs, gives clients that act as a
// user, prepares a cluster and the namespaces of projects on it, and brings images to its nodes.
package clusters
