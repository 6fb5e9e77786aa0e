package components

import "fmt"

// KubeProxy makes the addresses of Services work, with nftables. Its own pause of a second between two writes of its
// rules is for clusters with thousands of Services: here it would be the first second of every new Service.
func KubeProxy(s Settings) Component {
	file := fmt.Sprintf(`apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clientConnection: {kubeconfig: %s, qps: 100, burst: 200}
clusterCIDR: %s
hostnameOverride: %s
bindAddress: 0.0.0.0
metricsBindAddress: 127.0.0.1:10249
oomScoreAdj: 0
nftables: {minSyncPeriod: 50ms}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
`, pki("kube-proxy.kubeconfig"), s.Plan.Pods(), s.Node)
	return Component{
		Name:  "kube-proxy",
		Args:  []string{"--config=" + config("kube-proxy.yaml")},
		Files: map[string]string{"kube-proxy.yaml": file},
	}
}
