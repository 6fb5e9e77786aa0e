package fit

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/chandler-dev/chandler/schema"
)

const scope = "https://www.googleapis.com/auth/"

func node(name, cpu, memory string) Node {
	return Node{Name: name, Allocatable: Room{CPU: resource.MustParse(cpu), Memory: resource.MustParse(memory)}}
}

func (n Node) busy(cpu, memory string) Node {
	n.Requested = Room{CPU: resource.MustParse(cpu), Memory: resource.MustParse(memory)}
	return n
}

func (n Node) tainted(key string) Node {
	n.Taints = []Taint{{Key: key, Effect: "NoSchedule"}}
	return n
}

func (n Node) gpu(all, used int64, label, model string) Node {
	n.Allocatable.GPUs, n.Requested.GPUs, n.Labels = all, used, map[string]string{label: model}
	return n
}

func (n Node) cordoned() Node {
	n.Cordoned = true
	return n
}

func (n Node) scopes(scopes ...string) Node {
	n.OAuthScopes = scopes
	return n
}

func nodes(n ...Node) Cluster { return Cluster{Nodes: n} }

func resources(r ...schema.ResourceConstraint) *schema.Constraints {
	return &schema.Constraints{Resources: r}
}

func gpus(limits int64, platforms ...string) *schema.Constraints {
	return resources(schema.ResourceConstraint{GPUs: map[string]schema.GPURequest{gpuResource: {Limits: limits, Platforms: platforms}}})
}

func TestEachConstraintIsJudgedInASentence(t *testing.T) {
	two := schema.ResourceConstraint{Replicas: 2, CPU: "500m", Memory: "1Gi"}
	perNode := schema.ResourceConstraint{Replicas: 3, CPU: "2", Memory: "4Gi", Affinity: schema.OneNodePerReplica}
	least := schema.ResourceConstraint{Replicas: 2, CPU: "500m", Affinity: schema.MinimumNodeCount, MinimumNodeCount: 2}
	const t4, gke, product = "nvidia-tesla-t4", "cloud.google.com/gke-accelerator", "nvidia.com/gpu.product"
	for _, c := range []struct {
		name        string
		constraints *schema.Constraints
		cluster     Cluster
		want        []string
	}{
		{"none", nil, Cluster{}, nil},
		{"empty", &schema.Constraints{}, Cluster{}, nil},

		{"version", &schema.Constraints{KubernetesVersion: ">=1.30"}, Cluster{Version: "v1.33.5-gke.100"}, []string{"fits k8sVersion: needs Kubernetes >=1.30; the cluster runs 1.33.5-gke.100"}},
		{"old version", &schema.Constraints{KubernetesVersion: ">=1.40"}, Cluster{Version: "v1.36.3"}, []string{"fails k8sVersion: needs Kubernetes >=1.40, but the cluster runs 1.36.3"}},
		{"unknown version", &schema.Constraints{KubernetesVersion: ">=1.40"}, Cluster{}, []string{"unknown k8sVersion: needs Kubernetes >=1.40, but the cluster's version is not known"}},
		{"odd version", &schema.Constraints{KubernetesVersion: ">=1.40"}, Cluster{Version: "edge"}, []string{"unknown k8sVersion: needs Kubernetes >=1.40, but the cluster calls itself edge, which is not a version"}},
		{"no range", &schema.Constraints{KubernetesVersion: "new"}, Cluster{Version: "v1.36.3"}, []string{"unknown k8sVersion: needs Kubernetes new, which is not a range of versions"}},

		{"room on one node", resources(two), nodes(node("a", "1", "2Gi")), []string{"fits resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that"}},
		{"room on two nodes", resources(two), nodes(node("a", "500m", "2Gi"), node("b", "900m", "1Gi")), []string{"fits resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that"}},
		{"room that is taken", resources(two), nodes(node("a", "2", "8Gi").busy("1100m", "1Gi")), []string{"fails resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory, but there is room for 1 only: node a has 900m CPU and 7Gi memory free"}},
		{"more taken than there is", resources(two), nodes(node("a", "2", "8Gi").busy("3", "9Gi")), []string{"fails resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory, but there is room for none: node a has 0 CPU and 0 memory free"}},
		{"no replicas is one", resources(schema.ResourceConstraint{CPU: "1"}), nodes(node("a", "1", "1Gi")), []string{"fits resources[0]: needs room for 1 replica of 1 CPU; the cluster has that"}},
		{"no nodes", resources(two), Cluster{}, []string{"fails resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory, but there is room for none"}},
		{"unknown nodes", resources(two), Cluster{NodesUnknown: true}, []string{"unknown resources[0]: needs room on nodes, but this user may not read the cluster's nodes"}},
		{"unknown Pods", resources(two), Cluster{Nodes: []Node{node("a", "4", "8Gi")}, RequestsUnknown: true},
			[]string{"unknown resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that, if nothing else ran there; this user may not read all Pods, so what they take is not known"}},
		{"too small even when empty", resources(two), Cluster{Nodes: []Node{node("a", "100m", "8Gi")}, RequestsUnknown: true},
			[]string{"fails resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory, but there is room for none: node a has 100m CPU and 8Gi memory free"}},
		{"no quantity", resources(schema.ResourceConstraint{CPU: "two"}), nodes(node("a", "1", "1Gi")), []string{"unknown resources[0]: needs cpu two, which is not a Kubernetes quantity"}},
		{"closed nodes", resources(two), nodes(node("a", "4", "8Gi").cordoned(), node("b", "4", "8Gi").tainted("team")),
			[]string{"fails resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory, but there is room for none: node a is cordoned, node b has the taint team:NoSchedule"}},

		{"a node for each", resources(perNode), nodes(node("a", "2", "4Gi"), node("b", "2", "4Gi"), node("c", "8", "40Gi")), []string{"fits resources[0]: needs 3 nodes with 2 CPU and 4Gi memory free; the cluster has that"}},
		{"too few nodes", resources(perNode), nodes(node("a", "4", "8Gi").busy("2500m", "2Gi"), node("b", "64", "256Gi")),
			[]string{"fails resources[0]: needs 3 nodes with 2 CPU and 4Gi memory free each, but only 1 of 2 nodes has that: node a has 1500m CPU and 6Gi memory free"}},
		{"all nodes, but few", resources(perNode), nodes(node("a", "2", "4Gi")), []string{"fails resources[0]: needs 3 nodes with 2 CPU and 4Gi memory free each, but there is only 1 node"}},
		{"many nodes", resources(perNode), nodes(node("a", "1", "8Gi"), node("b", "1", "7Gi"), node("c", "1", "6Gi"), node("d", "1", "5Gi")),
			[]string{"fails resources[0]: needs 3 nodes with 2 CPU and 4Gi memory free each, but no node has that: node a has 1 CPU and 8Gi memory free, node b has 1 CPU and 7Gi memory free, node c has 1 CPU and 6Gi memory free, and 1 more"}},

		{"a number of nodes", resources(least), nodes(node("a", "1", "1Gi"), node("b", "10m", "1Gi")), []string{"fits resources[0]: needs room for 2 replicas of 500m CPU; the cluster has that"}},
		{"less than the number", resources(least), nodes(node("a", "8", "8Gi"), node("b", "8", "8Gi").cordoned()), []string{"fails resources[0]: needs 2 nodes, but there is only 1 that takes Pods: node b is cordoned"}},
		{"the number without room", resources(least), nodes(node("a", "900m", "1Gi"), node("b", "10m", "1Gi")),
			[]string{"fails resources[0]: needs room for 2 replicas of 500m CPU, but there is room for 1 only: node a has 900m CPU free, node b has 10m CPU free"}},

		{"two entries", resources(two, two), nodes(node("a", "2", "4Gi")), []string{
			"fits resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that",
			"fits resources[1]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that",
			"fits resources: needs room for all 2 entries at the same time; the cluster has that",
		}},
		{"two entries that compete", resources(two, two), nodes(node("a", "1900m", "4Gi")), []string{
			"fits resources[0]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that",
			"fits resources[1]: needs room for 2 replicas of 500m CPU and 1Gi memory; the cluster has that",
			"fails resources: needs room for all 2 entries at the same time: each fits alone, but they take it from each other; free on nodes: a 1900m CPU and 4Gi memory free",
		}},

		{"GPU", gpus(1), nodes(node("a", "1", "1Gi").gpu(1, 0, "x", "")), []string{"fits resources[0]: needs a node with 1 GPU free; node a has that"}},
		{"GPUs of a model", gpus(2, t4), nodes(node("a", "1", "1Gi").gpu(4, 1, gke, t4).tainted(gpuResource)), []string{"fits resources[0]: needs a node with 2 GPUs free of nvidia-tesla-t4; node a has that"}},
		{"GPU by its product", gpus(0, "nvidia-tesla-a100"), nodes(node("a", "1", "1Gi").gpu(1, 0, product, "NVIDIA-A100-SXM4-40GB")), []string{"fits resources[0]: needs a node with 1 GPU free of nvidia-tesla-a100; node a has that"}},
		{"GPU of another model", gpus(1, "nvidia-tesla-a10"), nodes(node("a", "1", "1Gi").gpu(1, 0, product, "NVIDIA-A100-SXM4-40GB")),
			[]string{"fails resources[0]: needs a node with 1 GPU free of nvidia-tesla-a10, but node a has 1 of 1 GPU free (NVIDIA-A100-SXM4-40GB)"}},
		{"GPU of no model", gpus(1, t4), nodes(node("a", "1", "1Gi").gpu(1, 0, "x", "")), []string{"unknown resources[0]: needs a node with 1 GPU free of nvidia-tesla-t4; of which model they are is not known: node a has 1 of 1 GPU free"}},
		{"GPUs on two nodes", gpus(2), nodes(node("a", "1", "1Gi").gpu(1, 0, gke, t4), node("b", "1", "1Gi").gpu(2, 1, gke, t4)),
			[]string{"fails resources[0]: needs a node with 2 GPUs free, but node a has 1 of 1 GPU free (nvidia-tesla-t4), node b has 1 of 2 GPUs free (nvidia-tesla-t4)"}},
		{"no GPUs", gpus(1), nodes(node("a", "1", "1Gi")), []string{"fails resources[0]: needs a node with 1 GPU free, but no node has GPUs"}},
		{"GPU on a closed node", gpus(1), nodes(node("a", "1", "1Gi").gpu(1, 0, gke, t4).cordoned()), []string{"fails resources[0]: needs a node with 1 GPU free, but node a has 1 of 1 GPU free (nvidia-tesla-t4) and is cordoned"}},

		{"Istio", &schema.Constraints{Istio: schema.IstioRequired}, Cluster{Istio: Present}, []string{"fits istio: needs Istio to run in the cluster, and the cluster is so"}},
		{"no Istio", &schema.Constraints{Istio: schema.IstioRequired}, Cluster{Istio: Absent}, []string{"fails istio: needs Istio to run in the cluster, but it does not run in the cluster"}},
		{"unwanted Istio", &schema.Constraints{Istio: schema.IstioUnsupported}, Cluster{Istio: Present}, []string{"fails istio: needs a cluster in which Istio does not run, but it runs in the cluster"}},
		{"no unwanted Istio", &schema.Constraints{Istio: schema.IstioUnsupported}, Cluster{Istio: Absent}, []string{"fits istio: needs a cluster in which Istio does not run, and the cluster is so"}},
		{"unknown Istio", &schema.Constraints{Istio: schema.IstioRequired}, Cluster{}, []string{"unknown istio: needs Istio to run in the cluster, but whether it does is not known"}},
		{"any Istio", &schema.Constraints{Istio: schema.IstioOptional}, Cluster{}, []string{"fits istio: works with and without Istio"}},

		{"scopes", &schema.Constraints{OAuthScopes: []string{scope + "pubsub"}}, nodes(node("a", "1", "1Gi").scopes(scope + "pubsub")),
			[]string{"fits gcp.nodes.requiredOauthScopes: needs nodes with the OAuth scope pubsub; all nodes have them"}},
		{"all scopes", &schema.Constraints{OAuthScopes: []string{scope + "pubsub"}}, nodes(node("a", "1", "1Gi").scopes(everyScope)),
			[]string{"fits gcp.nodes.requiredOauthScopes: needs nodes with the OAuth scope pubsub; all nodes have them"}},
		{"a lacking scope", &schema.Constraints{OAuthScopes: []string{scope + "pubsub", scope + "sqlservice"}}, nodes(node("a", "1", "1Gi").scopes(scope + "pubsub")),
			[]string{"fails gcp.nodes.requiredOauthScopes: needs nodes with the OAuth scopes pubsub, sqlservice, but node a lacks sqlservice"}},
		{"unknown scopes", &schema.Constraints{OAuthScopes: []string{scope + "pubsub"}}, Cluster{Provider: "gce", Nodes: []Node{node("a", "1", "1Gi")}},
			[]string{"unknown gcp.nodes.requiredOauthScopes: needs nodes with the OAuth scope pubsub; which scopes nodes have is not known to Kubernetes: look at their node pool"}},
		{"scopes elsewhere", &schema.Constraints{OAuthScopes: []string{scope + "pubsub"}}, Cluster{Provider: "aws", Nodes: []Node{node("a", "1", "1Gi")}},
			[]string{"unknown gcp.nodes.requiredOauthScopes: needs nodes with the OAuth scope pubsub, which only nodes in Google Cloud have; these are of aws"}},

		{"assisted creation", &schema.Constraints{AssistedClusterCreation: &schema.AssistedClusterCreation{Type: "STRICT"}}, Cluster{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range Check(c.constraints, c.cluster) {
				got = append(got, string(f.Status)+" "+f.Name()+": "+f.Message)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAFindingHasItsPlaceInTheSchema(t *testing.T) {
	s, err := schema.Parse("schema.yaml", []byte("x-google-marketplace:\n  clusterConstraints:\n    k8sVersion: '>=1.40'\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := Check(s.Constraints, Cluster{Version: "v1.36.3"})
	want := []Finding{{
		Constraint: "x-google-marketplace.clusterConstraints.k8sVersion", Line: 3, Column: 5,
		Status: Fails, Message: "needs Kubernetes >=1.40, but the cluster runs 1.36.3",
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want, Failing(got)); d != "" {
		t.Error(d)
	}
}

func TestCreationIsSaidInASentence(t *testing.T) {
	for _, c := range []struct {
		creation *schema.AssistedClusterCreation
		want     string
	}{
		{nil, ""},
		{&schema.AssistedClusterCreation{Type: "STRICT", NumNodes: 3, MachineType: "e2-standard-4"}, "a cluster made for this package is a GKE cluster with one node pool of 3 nodes of type e2-standard-4"},
		{&schema.AssistedClusterCreation{Type: "DISABLED", Guidance: "Ask your admin."}, "no cluster is made for this package: Ask your admin."},
	} {
		if got := Creation(c.creation); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
