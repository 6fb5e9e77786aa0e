package api

import (
	"strings"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// ClusterChange is what can be changed of a cluster. What is absent stays.
type ClusterChange struct {
	Based
	Title      *string         `json:"title,omitempty"`
	Purpose    *domain.Purpose `json:"purpose,omitempty" enum:"projects,verification,both"`
	Kubeconfig *string         `json:"kubeconfig,omitempty" maxLength:"100000" writeOnly:"true"`
}

// changeCluster changes a cluster, and says in the audit's words what was changed.
func (s *Server) changeCluster(tx store.Tx, cluster *domain.Cluster, c *ClusterChange) (string, error) {
	var said []string
	if c.Title != nil && *c.Title != cluster.Title {
		if err := domain.CheckTitle("body.title", *c.Title); err != nil {
			return "", err
		}
		cluster.Title, said = *c.Title, append(said, "title")
	}
	if c.Purpose != nil && *c.Purpose != cluster.Purpose {
		if err := mayBeFor(tx, cluster, *c.Purpose); err != nil {
			return "", err
		}
		cluster.Purpose, said = *c.Purpose, append(said, "purpose "+string(*c.Purpose))
	}
	if c.Kubeconfig != nil {
		if err := s.setKubeconfig(cluster, *c.Kubeconfig); err != nil {
			return "", err
		}
		said = append(said, "kubeconfig of "+cluster.Server)
		if err := askAgain(tx, cluster); err != nil {
			return "", err
		}
	}
	return strings.Join(said, ", "), nil
}

// mayBeFor refuses to take a cluster with projects from projects.
func mayBeFor(tx store.Tx, cluster *domain.Cluster, purpose domain.Purpose) error {
	if purpose != domain.ForVerification {
		return nil
	}
	projects, err := tx.ListProjects("", "")
	if err != nil {
		return err
	}
	for _, p := range projects {
		if p.Cluster == cluster.Name {
			return domain.Conflictf("in-use", "cluster %s has projects, such as %s", cluster.Name, p.Name).With("delete them first, or use it for both")
		}
	}
	return nil
}

// setKubeconfig checks and seals a kubeconfig. Nothing of it but the server's address is shown again.
func (s *Server) setKubeconfig(cluster *domain.Cluster, kubeconfig string) error {
	server, keep, err := s.CheckKubeconfig([]byte(kubeconfig))
	if err != nil {
		return domain.Invalidf("body.kubeconfig", "kubeconfig", "the kubeconfig cannot be used: %v", err)
	}
	cluster.Server, cluster.Kubeconfig = server, s.Sealer.Seal(keep, auth.AboutCluster(cluster.Name))
	cluster.State, cluster.Message = domain.ClusterUnknown, ""
	return nil
}

// askAgain has the cluster asked how it is.
func askAgain(tx store.Tx, cluster *domain.Cluster) error {
	cluster.State, cluster.Message = domain.ClusterUnknown, ""
	return tx.Enqueue(store.WorkCheckCluster, cluster.Name)
}

func (s *Server) clusterEntry(p *domain.Principal, action string, c *domain.Cluster, message string) *domain.Entry {
	e := s.entry(p, action, "cluster", c.Name, c.Title)
	e.Message = message
	return e
}
