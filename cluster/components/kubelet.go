package components

import "fmt"

// Kubelet runs the Pods. A container that crashes is started again after 1, 2, 4, then every 5 seconds: in a cluster
// made for trying packages, a verdict of "it keeps crashing" should not take minutes.
func Kubelet(s Settings) Component {
	return Component{Name: "kubelet", Files: map[string]string{"kubelet.yaml": kubeletConfig(s)}, Args: []string{
		"--config=" + config("kubelet.yaml"), "--kubeconfig=" + pki("kubelet.kubeconfig"),
		"--hostname-override=" + s.Node, "--node-ip=" + s.Plan.Node().String(),
	}}
}

func kubeletConfig(s Settings) string {
	return fmt.Sprintf(`apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: %[1]s}}
authorization: {mode: Webhook}
tlsCertFile: %[2]s
tlsPrivateKeyFile: %[3]s
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
volumePluginDir: /var/lib/kubelet/volume-plugins
cgroupDriver: cgroupfs
cgroupRoot: /%[4]s
failCgroupV1: false
failSwapOn: false
makeIPTablesUtilChains: false
clusterDNS: [%[5]s]
clusterDomain: cluster.local
resolvConf: %[6]s
oomScoreAdj: 0
maxPods: 250
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 1%%, imagefs.available: 1%%, nodefs.inodesFree: 1%%}
kubeAPIQPS: 500
kubeAPIBurst: 1000
eventRecordQPS: 0
registryPullQPS: 0
serializeImagePulls: false
imagePullCredentialsVerificationPolicy: NeverVerify
maxParallelImagePulls: 8
featureGates: {KubeletCrashLoopBackOffMax: true, ReduceDefaultCrashLoopBackOffDecay: true}
crashLoopBackOff: {maxContainerRestartPeriod: 5s}
`, pki("ca.crt"), pki("kubelet-server.crt"), pki("kubelet-server.key"), s.Cgroup, s.Plan.Node(), config("resolv.conf"))
}
