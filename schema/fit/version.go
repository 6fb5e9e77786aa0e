package fit

import (
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

func (k *checker) version() {
	const name = "k8sVersion"
	text := k.constraints.KubernetesVersion
	if text == "" {
		return
	}
	needs := "needs Kubernetes " + text
	within, err := schema.ParseVersionRange(text)
	if err != nil {
		k.add(name, NotKnown, needs+", which is not a range of versions")
		return
	}
	version := strings.TrimPrefix(k.cluster.Version, "v")
	if version == "" {
		k.add(name, NotKnown, needs+", but the cluster's version is not known")
		return
	}
	inside, err := within.Contains(version)
	switch {
	case err != nil:
		k.add(name, NotKnown, needs+", but the cluster calls itself "+version+", which is not a version")
	case inside:
		k.add(name, Fits, needs+"; the cluster runs "+version)
	default:
		k.add(name, Fails, needs+", but the cluster runs "+version)
	}
}
