package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// catalogue is what a database was filled with, for requests to choose from.
type catalogue struct {
	apps, workspaces, categories []string
}

// What one transaction of filling writes, and what the catalogue is divided into.
const (
	appsAtOnce = 200
	workspaces = 50
	categories = 20
)

// fill puts in as many apps, with as many versions each: four of five apps are in the store.
func fill(ctx context.Context, s store.Store, apps, versions int) (*catalogue, error) {
	r := rand.New(rand.NewPCG(1, 2)) // the same text in each run
	c := &catalogue{}
	if err := s.Update(ctx, func(tx store.Tx) error { return c.divide(tx) }); err != nil {
		return nil, err
	}
	for len(c.apps) < apps {
		var ids []string
		err := s.Update(ctx, func(tx store.Tx) error {
			ids = ids[:0]
			for i := range min(appsAtOnce, apps-len(c.apps)) {
				id, err := c.put(tx, r, len(c.apps)+i, versions)
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		c.apps = append(c.apps, ids...)
	}
	return c, nil
}

// divide makes workspaces and categories.
func (c *catalogue) divide(tx store.Tx) error {
	for i := range workspaces {
		c.workspaces = append(c.workspaces, fmt.Sprint("team-", i))
		if err := tx.InsertWorkspace(&domain.Workspace{Name: c.workspaces[i], Title: "Team", Created: epoch}); err != nil {
			return err
		}
	}
	for i := range categories {
		c.categories = append(c.categories, domain.NewID(domain.CategoryID))
		if err := tx.InsertCategory(&domain.Category{ID: c.categories[i], Name: fmt.Sprint("Category ", i), Icon: "apps", Created: epoch}); err != nil {
			return err
		}
	}
	return nil
}

// epoch is when the first app was made.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// put makes the n-th app with its versions.
func (c *catalogue) put(tx store.Tx, r *rand.Rand, n, versions int) (string, error) {
	now := epoch.Add(time.Duration(n) * time.Minute)
	product := pick(r, products)
	a := &domain.App{ID: domain.NewID(domain.AppID), Workspace: c.workspaces[n%workspaces], ChartName: fmt.Sprint(product, "-", n), Author: "isv", Created: now, Updated: now,
		Details: domain.Details{Name: fmt.Sprint(product, " ", pick(r, nouns), " ", n), Summary: sentence(r), Introduction: prose(r, 3000), Home: "https://example.org",
			Keywords: []string{pick(r, nouns), pick(r, traits)}, Maintainers: []string{"Team " + pick(r, traits)}, Sources: []string{"https://example.org/source"}}}
	if n%10 != 0 {
		a.Category = c.categories[r.IntN(categories)]
	}
	list := make([]*domain.Version, versions)
	for i := range list {
		list[i] = newVersion(a, i, now)
	}
	if n%5 != 0 {
		list[0].State, list[versions/2].State = domain.Active, domain.Active
		a.Publish(now)
	}
	a.Derive(list)
	if err := tx.InsertApp(a); err != nil {
		return "", err
	}
	for _, v := range list {
		if err := tx.InsertVersion(v, store.Files{Readme: prose(r, 1000), Schema: []byte("properties: {}\n"), Form: []byte("{}")}); err != nil {
			return "", err
		}
	}
	return a.ID, tx.Audit(&domain.Entry{Time: now, Actor: "isv", Action: "app.create", Subject: "app/" + a.ID, Name: a.Details.Name, App: a.ID, Workspace: a.Workspace})
}

func newVersion(a *domain.App, i int, now time.Time) *domain.Version {
	number := fmt.Sprintf("%d.%d.0", 1+i/5, i%5)
	return &domain.Version{ID: domain.NewID(domain.VersionID), App: a.ID, Number: number, State: domain.Draft, Changes: "What changed in " + number, Author: "isv",
		Package: domain.Package{Kind: domain.HelmChart, ChartName: a.ChartName, AppVersion: number, Digest: "sha256:" + number, Size: 20 << 10, Flavour: "helm",
			Images: []string{"registry.example/" + a.ChartName + ":" + number}}, Created: now, Updated: now, Released: &now}
}
