package store

import "github.com/chandler-dev/chandler/marketplace/domain"

var clusters = table[domain.Cluster]{
	name: "clusters", noun: "cluster", key: "name", taken: "body.name",
	call:     func(c *domain.Cluster) string { return c.Name },
	identify: func(c *domain.Cluster) string { return c.Name },
	revision: func(c *domain.Cluster) *int64 { return &c.Revision },
	fields: func(c *domain.Cluster) []field {
		return []field{{"name", &c.Name, stored}, {"title", &c.Title, stored}, {"purpose", &c.Purpose, stored}, {"embedded", &c.Embedded, stored},
			{"server", &c.Server, stored}, {"state", &c.State, stored}, {"message", &c.Message, stored}, {"version", &c.Version, stored},
			{"nodes", &c.Nodes, stored}, {"seen", perhaps{&c.Seen}, stored}, {"created", moment{&c.Created}, stored},
			{"revision", &c.Revision, stored}, {"kubeconfig", &c.Kubeconfig, stored}}
	},
}

func (x *transaction) InsertCluster(c *domain.Cluster) error           { return clusters.insert(x, c) }
func (x *transaction) GetCluster(name string) (*domain.Cluster, error) { return clusters.get(x, name) }
func (x *transaction) UpdateCluster(c *domain.Cluster) error           { return clusters.update(x, c) }

func (x *transaction) DeleteCluster(name string) error {
	n, err := x.count("SELECT count(*) FROM projects WHERE cluster = ?", name)
	if err != nil {
		return err
	}
	if n > 0 {
		return inUse("cluster", name, n, "project is on it", "projects are on it", "delete them first")
	}
	return clusters.delete(x, name)
}

func (x *transaction) ListClusters() ([]*domain.Cluster, error) {
	return clusters.query(x, "ORDER BY name", true)
}
