package components

// Scheduler assigns Pods to the node.
func Scheduler() Component {
	kubeconfig := pki("scheduler.kubeconfig")
	return Component{Name: "kube-scheduler", Args: []string{
		"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--leader-elect=false", "--profiling=false", "--bind-address=127.0.0.1",
		"--kube-api-qps=500", "--kube-api-burst=1000",
	}}
}
