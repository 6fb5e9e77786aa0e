// Package programs holds the programs that are linked into the binary, one a file.
package programs

import "context"

// All maps the name of each program to its main function, which takes its arguments from os.Args and may exit.
func All(ctx context.Context) map[string]func() {
	return map[string]func(){
		"etcd":                    etcd,
		"kube-apiserver":          apiServer,
		"kube-controller-manager": controllerManager,
		"kube-scheduler":          scheduler,
		"kubelet":                 func() { kubelet(ctx) },
		"kube-proxy":              kubeProxy,
		"containerd":              containerd,
		"coredns":                 coreDNS,
		"kubectl":                 kubectl,
	}
}
