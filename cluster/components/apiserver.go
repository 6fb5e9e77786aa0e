package components

import "github.com/chandler-dev/chandler/cluster/state"

// auditPolicy records who changed what, without contents, so that no secret gets into the log. Reads are recorded of
// service accounts only (what rights does a deployer really use?), not of the control plane, which reads all the time.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  resources:
  - {group: "", resources: [events]}
  - {group: events.k8s.io, resources: [events]}
  - {group: coordination.k8s.io, resources: [leases]}
  - {group: authentication.k8s.io, resources: [tokenreviews]}
  - {group: authorization.k8s.io, resources: [subjectaccessreviews, localsubjectaccessreviews]}
- level: None
  nonResourceURLs: ["*"]
- level: None
  userGroups: ["system:serviceaccounts:kube-system", "system:nodes", "system:masters"]
  verbs: [get, list, watch]
- level: None
  users: ["system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy", "system:apiserver"]
  verbs: [get, list, watch]
- level: Metadata
  userGroups: ["system:serviceaccounts"]
- level: Metadata
  verbs: [create, update, patch, delete, deletecollection]
- level: None
`

// APIServer serves the Kubernetes API.
func APIServer(s Settings) Component {
	return Component{Name: "kube-apiserver", Files: map[string]string{"audit-policy.yaml": auditPolicy}, Args: []string{
		"--etcd-servers=http://127.0.0.1:2379",
		"--advertise-address=" + s.Plan.Node().String(), "--bind-address=0.0.0.0", "--secure-port=6443",
		"--tls-cert-file=" + pki("apiserver.crt"), "--tls-private-key-file=" + pki("apiserver.key"),
		"--client-ca-file=" + pki("ca.crt"),
		"--kubelet-client-certificate=" + pki("apiserver-kubelet-client.crt"),
		"--kubelet-client-key=" + pki("apiserver-kubelet-client.key"),
		"--kubelet-certificate-authority=" + pki("ca.crt"), "--kubelet-preferred-address-types=InternalIP",
		"--requestheader-client-ca-file=" + pki("front-proxy-ca.crt"), "--requestheader-allowed-names=front-proxy-client",
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + pki("front-proxy-client.crt"), "--proxy-client-key-file=" + pki("front-proxy-client.key"),
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + pki("sa.pub"), "--service-account-signing-key-file=" + pki("sa.key"),
		"--service-cluster-ip-range=" + s.Plan.Services().String(),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--allow-privileged=true",
		"--endpoint-reconciler-type=lease", "--event-ttl=1h", "--profiling=false",
		"--audit-policy-file=" + config("audit-policy.yaml"), "--audit-log-path=" + state.Inside.Path("log", "audit.log"),
		"--audit-log-maxsize=32", "--audit-log-maxbackup=2",
	}}
}
