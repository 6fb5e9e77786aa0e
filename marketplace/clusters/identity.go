package clusters

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/rest"

	"github.com/chandler-dev/chandler/internal/kube"
)

// prefix is before the names of users and groups that the store impersonates.
const prefix = "chandler:"

// Everybody is the group of all users of the store.
const Everybody = prefix + "authenticated"

// Role is what a user may do in a project.
type Role string

// The roles of a project. Admin and Operator may do everything within its namespace, Viewer may look, but not at Secrets.
const (
	Admin    Role = "admin"
	Operator Role = "operator"
	Viewer   Role = "viewer"
)

var roles = []Role{Admin, Operator, Viewer}

// Identity is who acts on a cluster: a user of the store with a role in one project. Without a role it may do nothing
// there.
type Identity struct {
	User, Namespace string
	Role            Role
}

// Group is the group on the cluster of those who have a role in a project.
func Group(namespace string, role Role) string { return prefix + namespace + ":" + string(role) }

// As gives a client that acts as somebody: what the cluster does not allow them, it does not allow it. Clients are kept
// for the next time.
func (c *Cluster) As(who Identity) (*kube.Client, error) {
	if err := who.check(); err != nil {
		return nil, err
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	client, kept := c.clients[who]
	if !kept {
		config := rest.CopyConfig(c.config)
		config.Impersonate = rest.ImpersonationConfig{UserName: prefix + who.User, Groups: who.groups()}
		var err error
		if client, err = kube.New(config); err != nil {
			return nil, err
		}
		c.clients[who] = client
	}
	c.used(who)
	return client, nil
}

// used moves an identity to the end of those used, and drops the client that was used longest ago if there are too many.
func (c *Cluster) used(who Identity) {
	c.recent = append(slices.DeleteFunc(c.recent, func(i Identity) bool { return i == who }), who)
	if len(c.recent) > maxClients {
		delete(c.clients, c.recent[0])
		c.recent = c.recent[1:]
	}
}

func (i Identity) check() error {
	if len(validation.IsDNS1123Label(i.User)) > 0 {
		return fmt.Errorf("%q cannot act on a cluster: a user's name has small letters, digits and - only", i.User)
	}
	if i.Role == "" {
		return nil
	}
	if !slices.Contains(roles, i.Role) {
		return fmt.Errorf("%q is no role of a project: it is admin, operator or viewer", i.Role)
	}
	if len(validation.IsDNS1123Label(i.Namespace)) > 0 {
		return fmt.Errorf("%q cannot be a project: its name has small letters, digits and - only", i.Namespace)
	}
	return nil
}

func (i Identity) groups() []string {
	if i.Role == "" {
		return []string{Everybody}
	}
	return []string{Everybody, Group(i.Namespace, i.Role)}
}
