package store

import "github.com/chandler-dev/chandler/marketplace/domain"

// Instances are what is installed.
type Instances interface {
	InsertInstance(*domain.Instance) error // the name is unique in the project, among those not removed
	GetInstance(id string) (*domain.Instance, error)
	UpdateInstance(*domain.Instance) error
	// ListInstances. Orders: updated (newest first is the default), name, state, created.
	ListInstances(InstanceQuery, Page) (List[*domain.Instance], error)

	InsertChange(*domain.Change) error
	GetChange(instance string, n int) (*domain.Change, error)
	UpdateChange(*domain.Change) error
	ListChanges(instance string) ([]*domain.Change, error) // newest first, without values
}

// InstanceQuery chooses instances that are not removed. Empty fields choose all.
type InstanceQuery struct {
	// Workspaces and Projects, if one of them is not nil, are those whose instances are wanted.
	Workspaces, Projects                      []string
	Workspace, Project, Cluster, App, Version string
	States                                    []domain.InstanceState
	Text                                      string // in name or app name
}
