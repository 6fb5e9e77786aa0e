package deployer

import (
	"fmt"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/kube"
)

// CapabilitiesOf asks a cluster for its version and its kinds, which charts may ask about. An API whose server does
// not answer is left out.
func CapabilitiesOf(c *kube.Client) (*render.Capabilities, error) {
	version, err := c.Discovery.ServerVersion()
	if err != nil {
		return nil, fmt.Errorf("ask the cluster for its version: %w", err)
	}
	_, lists, err := c.Discovery.ServerGroupsAndResources()
	if err != nil && len(lists) == 0 {
		return nil, fmt.Errorf("ask the cluster for its kinds: %w", err)
	}
	found := &render.Capabilities{KubeVersion: version.GitVersion}
	for _, list := range lists {
		found.APIVersions = append(found.APIVersions, list.GroupVersion)
		for _, resource := range list.APIResources {
			found.APIVersions = append(found.APIVersions, list.GroupVersion+"/"+resource.Kind)
		}
	}
	return found, nil
}
