package render

import (
	"fmt"

	"helm.sh/helm/v4/pkg/chart/common"
)

// Capabilities are what a chart may ask of a cluster.
type Capabilities struct {
	// KubeVersion is a version such as "v1.36.3".
	KubeVersion string
	// APIVersions are "group/version" and "group/version/Kind"; if there are none, those that Kubernetes is known for.
	APIVersions []string
}

// offlineKubeVersion is the Kubernetes that a chart is told of where there is no cluster.
const offlineKubeVersion = "v1.36.0"

// helm gives the capabilities in Helm's form; c may be nil.
func (c *Capabilities) helm() (*common.Capabilities, error) {
	capabilities := common.DefaultCapabilities.Copy()
	version := offlineKubeVersion
	if c != nil && c.KubeVersion != "" {
		version = c.KubeVersion
	}
	parsed, err := common.ParseKubeVersion(version)
	if err != nil {
		return nil, fmt.Errorf("the cluster's version %q: %w", version, err)
	}
	capabilities.KubeVersion = *parsed
	if c != nil && len(c.APIVersions) > 0 {
		capabilities.APIVersions = c.APIVersions
	}
	return capabilities, nil
}
