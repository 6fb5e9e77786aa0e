package api

import (
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// topicRules say by the kind of a topic who may listen for it.
var topicRules = map[string]func(tx store.Tx, p *domain.Principal, id string) error{
	"instance": func(tx store.Tx, p *domain.Principal, id string) error {
		_, err := seeInstance(tx, p, id)
		return err
	},
	"version": func(tx store.Tx, p *domain.Principal, id string) error {
		_, err := seeVersion(tx, p, id)
		return err
	},
	"app": func(tx store.Tx, p *domain.Principal, id string) error {
		if a, err := tx.GetApp(id); err == nil && a.InStore() {
			return nil
		}
		_, err := seeApp(tx, p, id)
		return err
	},
	"verification": func(tx store.Tx, p *domain.Principal, id string) error {
		_, _, err := seeVerification(tx, p, id)
		return err
	},
	"project": func(tx store.Tx, p *domain.Principal, id string) error {
		project, err := tx.GetProject(id)
		if err == nil {
			err = p.May(domain.ViewProject, project.Object())
		}
		return asUnseen(p, "project "+id, err)
	},
	"workspace": func(_ store.Tx, p *domain.Principal, id string) error {
		return asUnseen(p, "workspace "+id, p.May(domain.ViewWorkspace, domain.Object{Workspace: id}))
	},
	"cluster": func(_ store.Tx, p *domain.Principal, id string) error {
		return p.May(domain.EditClusters, domain.Object{Name: "cluster " + id})
	},
	"reviews": func(_ store.Tx, p *domain.Principal, _ string) error {
		return p.May(domain.SeeReviews, domain.Object{Name: "reviews"})
	},
	"store": func(_ store.Tx, p *domain.Principal, _ string) error {
		return p.May(domain.BrowseStore, domain.Object{})
	},
}

// maySeeTopic refuses topics that the principal may not see, and those that there are not.
func maySeeTopic(tx store.Tx, p *domain.Principal, topic string) error {
	kind, id, named := strings.Cut(topic, "/")
	rule, known := topicRules[kind]
	if alone := kind == "reviews" || kind == "store"; !known || alone == named || named && id == "" {
		return domain.Invalidf("query.topics", "topic", "there is no topic %q", oneLine(topic, domain.MaxTitle)).With("name a kind and an id, such as instance/ins-…, or reviews, or store")
	}
	return rule(tx, p, id)
}
