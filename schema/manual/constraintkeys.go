package manual

const (
	constraints = extension + ".clusterConstraints"
	resource    = constraints + ".resources[]"
	affinity    = resource + ".affinity.simpleNodeAffinity"
	assisted    = constraints + ".assistedClusterCreation"
	nodePool    = assisted + ".gke.nodePool[]"
)

var constraintKeys = []Key{
	{Path: constraints + ".k8sVersion", Type: Words, Summary: "Range of Kubernetes versions that the package runs on, such as >=1.30."},
	{Path: constraints + ".resources", Type: List, Summary: "What the nodes must have room for."},
	{Path: resource + ".replicas", Type: Integer, Summary: "How many times the requests must find room."},
	{Path: resource + ".requests", Type: Map, Required: Always, Summary: "What one replica needs."},
	{Path: resource + ".requests.cpu", Type: Words, Summary: "CPU as a Kubernetes quantity, such as 500m."},
	{Path: resource + ".requests.memory", Type: Words, Summary: "Memory as a Kubernetes quantity, such as 512Mi."},
	{Path: resource + ".requests.gpu", Type: Map, Summary: "GPUs by the name of their resource; an entry with GPUs has nothing else."},
	{Path: resource + ".requests.gpu.*", Type: Map, Summary: "GPUs of a provider; the only one is nvidia.com/gpu."},
	{Path: resource + ".requests.gpu.*.limits", Type: Integer, Summary: "How many GPUs are used at most."},
	{Path: resource + ".requests.gpu.*.platforms", Type: List, Items: Text, Summary: "Models that will do, such as nvidia-tesla-t4."},
	{Path: resource + ".affinity", Type: Map, Summary: "How the replicas must be spread over nodes."},
	{Path: affinity, Type: Map, Summary: "The one kind of affinity there is."},
	{Path: affinity + ".type", Type: Words, Values: []Value{
		{"REQUIRE_ONE_NODE_PER_REPLICA", "Each replica must find a node of its own."},
		{"REQUIRE_MINIMUM_NODE_COUNT", "The replicas must find room on at least minimumNodeCount nodes."},
	}, Open: true, Required: Always, Summary: "Whether each replica needs a node of its own, or all of them together a number of nodes."},
	{Path: affinity + ".minimumNodeCount", Type: Integer, Summary: "The number of nodes for REQUIRE_MINIMUM_NODE_COUNT."},
	{Path: constraints + ".istio", Type: Map, Summary: "How the package gets along with Istio."},
	{Path: constraints + ".istio.type", Type: Words, Values: []Value{
		{"OPTIONAL", "The app works with Istio and without it."},
		{"REQUIRED", "The app needs Istio in the cluster."},
		{"UNSUPPORTED", "The app does not work where Istio puts sidecars into its Pods."},
	}, Required: Always, Summary: "Whether Istio may, must or must not run in the cluster."},
	{Path: constraints + ".gcp", Type: Map, Summary: "What is asked of clusters in Google Cloud."},
	{Path: constraints + ".gcp.nodes", Type: Map, Summary: "What is asked of their nodes."},
	{Path: constraints + ".gcp.nodes.requiredOauthScopes", Type: List, Items: Text, Summary: "OAuth scopes that the nodes must have, each starting with https://www.googleapis.com/auth/."},
	{Path: assisted, Type: Map, Summary: "Whether and how a marketplace may make a cluster for the package."},
	{Path: assisted + ".type", Type: Words, Values: []Value{
		{"DISABLED", "Users make their cluster themselves, and are told how in creationGuidance."},
		{"STRICT", "A marketplace makes the cluster, exactly as gke describes it."},
	}, Required: Always, Summary: "Whether users make their cluster themselves, or it is made as described."},
	{Path: assisted + ".creationGuidance", Type: Words, Summary: "What users are told who make their cluster themselves; needed for DISABLED."},
	{Path: assisted + ".gke", Type: Map, Summary: "The cluster to be made; needed for STRICT."},
	{Path: assisted + ".gke.nodePool", Type: List, Required: Always, Summary: "Its one node pool."},
	{Path: nodePool + ".numNodes", Type: Integer, Required: Always, Summary: "How many nodes the pool has."},
	{Path: nodePool + ".machineType", Type: Words, Required: Always, Summary: "Type of its machines, such as e2-standard-4 or custom-4-8192."},
}
