package api

import (
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// projectFor gives a project to who has a right on it. One that is not there is refused like one that they may not know
// of.
func projectFor(tx store.Tx, p *domain.Principal, name string, right domain.Right) (*domain.Project, error) {
	project, err := tx.GetProject(name)
	if err != nil && !isMissing(err) {
		return nil, err
	}
	object := domain.Object{Name: "project " + name}
	if err == nil {
		object = project.Object()
	}
	if refusal := p.May(right, object); refusal != nil {
		return nil, refusal
	}
	return project, err
}

// checkNamespace holds a project's name to what can be a namespace of its own.
func checkNamespace(name string) error {
	if name == "default" || strings.HasPrefix(name, "kube-") {
		return domain.Invalidf("body.name", "reserved", "%s is a namespace of the cluster itself", name).With("choose another name")
	}
	return domain.CheckName("body.name", name)
}

// takesProjects refuses a cluster that there is not, or that is for verifications only.
func takesProjects(tx store.Tx, name string) error {
	cluster, err := tx.GetCluster(name)
	if isMissing(err) {
		return domain.Invalidf("body.cluster", "cluster", "there is no such cluster").With("choose one of the list")
	}
	if err == nil && cluster.Purpose == domain.ForVerification {
		return domain.Invalidf("body.cluster", "cluster-purpose", "cluster %s is for verifications only", name).With("choose another one")
	}
	return err
}

// isEmpty refuses to delete a project in which something is installed.
func isEmpty(tx store.Tx, project *domain.Project) error {
	instances, err := tx.ListInstances(store.InstanceQuery{Project: project.Name}, store.Page{Limit: 1})
	if err != nil || instances.Total == 0 {
		return err
	}
	return domain.Conflictf("in-use", "%d apps are installed in project %s, such as %s", instances.Total, project.Name, instances.Items[0].Name).With("delete them first")
}

func (s *Server) projectEntry(p *domain.Principal, action string, project *domain.Project, message string) *domain.Entry {
	e := s.entry(p, action, "project", project.Name, project.Title)
	e.Workspace, e.Message = project.Workspace, message
	return e
}
