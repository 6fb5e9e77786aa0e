package components

import (
	"fmt"
	"os"

	"github.com/chandler-dev/chandler/cluster/state"
)

// WriteNetwork writes the configuration of the Pod network: a pair of interfaces for each Pod, addresses from the Pod
// range. Which addresses are in use is kept in memory, as no Pod outlives the node.
func WriteNetwork(s Settings) error {
	if err := os.MkdirAll(config("cni"), 0o700); err != nil {
		return fmt.Errorf("configure the Pod network: %w", err)
	}
	content := fmt.Sprintf(`{"cniVersion": "1.0.0", "name": "chandler", "plugins": [
  {"type": "ptp", "ipMasq": false, "mtu": 1500,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": %q}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "/run/cni"}}
]}
`, s.Plan.Pods())
	if err := state.WriteFile(state.Inside.Config("cni/10-chandler.conflist"), []byte(content)); err != nil {
		return fmt.Errorf("configure the Pod network: %w", err)
	}
	return nil
}
