package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/client"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// The names of the sample data: what a walk through the life of an app takes for granted.
const (
	Workspace = "demo-workspace"
	Project   = "demo-project"
	User      = "project-regular"
)

// Cluster is what the sample project is on.
type Cluster struct {
	// Name is what the store calls it; Kubeconfig the content of the file.
	Name       string
	Kubeconfig []byte
	// Project is what the sample project is called, if not Project.
	Project string
}

// Seeded is what Seed has made.
type Seeded struct {
	// Password is that of User; empty if the account was there before.
	Password string
}

// Seed registers a cluster with a store, for projects and for verifications, and makes a workspace, a project on the
// cluster and a user who may install there. admin has signed in as a platform administrator. What is there already stays
// as it is; a cluster gets the kubeconfig anew.
func Seed(ctx context.Context, admin *client.Client, cluster Cluster) (*Seeded, error) {
	s := &seeding{client: admin, out: &Seeded{}, project: Project}
	if cluster.Project != "" {
		s.project = cluster.Project
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return s.cluster(ctx, cluster) },
		s.people,
		func(ctx context.Context) error { return s.place(ctx, cluster.Name) },
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return s.out, nil
}

type seeding struct {
	client  *client.Client
	out     *Seeded
	project string
}

// make makes something unless there is one of the name.
func (s *seeding) make(ctx context.Context, path string, in any) (made bool, err error) {
	err = s.client.Do(ctx, http.MethodPost, path, in, nil)
	if client.Code(err) == "taken" {
		return false, nil
	}
	return err == nil, err
}

func (s *seeding) cluster(ctx context.Context, c Cluster) error {
	made, err := s.make(ctx, "/clusters", map[string]any{"name": c.Name, "title": "Embedded Kubernetes", "purpose": domain.ForBoth, "kubeconfig": string(c.Kubeconfig)})
	if err != nil {
		return fmt.Errorf("register the cluster: %w", err)
	}
	if !made {
		if err := s.renew(ctx, c); err != nil {
			return fmt.Errorf("give the cluster its kubeconfig: %w", err)
		}
	}
	var seen domain.Cluster
	return s.client.Until(ctx, func() (bool, error) {
		err := s.client.Do(ctx, http.MethodGet, "/clusters/"+c.Name, nil, &seen)
		if err == nil && seen.State == domain.ClusterUnreachable {
			err = fmt.Errorf("cluster %s: %s", c.Name, seen.Message)
		}
		return seen.State == domain.ClusterReachable, err
	}, "cluster/"+c.Name)
}

// renew gives a registered cluster the kubeconfig that it has now, and looks at it anew.
func (s *seeding) renew(ctx context.Context, c Cluster) error {
	var seen domain.Cluster
	if err := s.client.Do(ctx, http.MethodGet, "/clusters/"+c.Name, nil, &seen); err != nil {
		return err
	}
	return s.client.Do(ctx, http.MethodPatch, "/clusters/"+c.Name, map[string]any{"revision": seen.Revision, "kubeconfig": string(c.Kubeconfig)}, nil)
}

func (s *seeding) people(ctx context.Context) error {
	password := strings.ToLower(rand.Text())[:16]
	made, err := s.make(ctx, "/users", map[string]any{"name": User, "title": "Project Regular", "role": domain.PlatformRegular, "password": password})
	if err != nil {
		return fmt.Errorf("make the user %s: %w", User, err)
	}
	if made {
		s.out.Password = password
	}
	if _, err := s.make(ctx, "/workspaces", map[string]any{"name": Workspace, "title": "Demo workspace"}); err != nil {
		return fmt.Errorf("make the workspace %s: %w", Workspace, err)
	}
	return s.join(ctx, "/workspaces/"+Workspace, string(domain.WorkspaceViewer))
}

// join makes the user a member, unless they are.
func (s *seeding) join(ctx context.Context, of, role string) error {
	var members []domain.Member
	if err := s.client.Do(ctx, http.MethodGet, of+"/members", nil, &members); err != nil {
		return err
	}
	for _, m := range members {
		if m.User == User {
			return nil
		}
	}
	return s.client.Do(ctx, http.MethodPut, of+"/members/"+User, map[string]any{"role": role}, nil)
}

func (s *seeding) place(ctx context.Context, cluster string) error {
	if _, err := s.make(ctx, "/workspaces/"+Workspace+"/projects", map[string]any{"name": s.project, "title": "Demo project", "cluster": cluster}); err != nil {
		return fmt.Errorf("make the project %s: %w", s.project, err)
	}
	var p domain.Project
	err := s.client.Until(ctx, func() (bool, error) {
		err := s.client.Do(ctx, http.MethodGet, "/projects/"+s.project, nil, &p)
		if err == nil && p.State == domain.ProjectFailed {
			err = fmt.Errorf("project %s: %s", s.project, p.Message)
		}
		return p.State == domain.ProjectReady, err
	}, "project/"+s.project)
	if err != nil {
		return err
	}
	return s.join(ctx, "/projects/"+s.project, string(domain.ProjectOperator))
}
