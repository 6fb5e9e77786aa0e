package components

import "github.com/chandler-dev/chandler/cluster/state"

// Etcd is the API server's database.
func Etcd() Component {
	return Component{Name: "etcd", Args: []string{
		"--name=chandler",
		"--data-dir=" + state.Inside.Data("etcd"),
		"--listen-client-urls=http://127.0.0.1:2379", "--advertise-client-urls=http://127.0.0.1:2379",
		"--listen-peer-urls=http://127.0.0.1:2380", "--initial-advertise-peer-urls=http://127.0.0.1:2380",
		"--initial-cluster=chandler=http://127.0.0.1:2380",
		// What is written survives the end of the process, not a power failure; in exchange it is written at once.
		"--unsafe-no-fsync",
		"--auto-compaction-mode=periodic", "--auto-compaction-retention=5m",
		"--quota-backend-bytes=4294967296",
		"--log-level=warn",
	}}
}
