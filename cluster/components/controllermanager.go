package components

// ControllerManager runs Kubernetes' own controllers.
func ControllerManager(s Settings) Component {
	kubeconfig := pki("controller-manager.kubeconfig")
	return Component{Name: "kube-controller-manager", Args: []string{
		"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--service-account-private-key-file=" + pki("sa.key"), "--root-ca-file=" + pki("ca.crt"),
		"--cluster-signing-cert-file=" + pki("ca.crt"), "--cluster-signing-key-file=" + pki("ca.key"),
		"--requestheader-client-ca-file=" + pki("front-proxy-ca.crt"),
		"--use-service-account-credentials=true", "--leader-elect=false", "--profiling=false", "--bind-address=127.0.0.1",
		// The default rate delays the first Job of a cluster by five seconds.
		"--kube-api-qps=500", "--kube-api-burst=1000",
		"--cluster-name=" + s.Cluster,
	}}
}
