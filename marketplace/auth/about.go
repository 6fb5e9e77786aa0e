package auth

// AboutCluster is what the kubeconfig of a cluster is sealed for.
func AboutCluster(name string) string { return "cluster/" + name + "/kubeconfig" }
