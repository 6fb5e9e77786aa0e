package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// CategoryBody is what can be set of a category.
type CategoryBody struct {
	Name string `json:"name"`
	Icon string `json:"icon"`
}

// Categories are all categories, and what is in none.
type Categories struct {
	Items         []*domain.Category `json:"items"`
	Total         int                `json:"total" doc:"Apps in the store"`
	Uncategorized int                `json:"uncategorized" doc:"Apps in the store without category"`
	Icons         []string           `json:"icons" doc:"Names of icons that a category may have"`
}

func (s *Server) categoryRoutes(api huma.API) {
	const tag = "Categories"
	route(api, "GET", "/categories", "listCategories", tag, "All categories", s.listCategories)
	route(api, "POST", "/categories", "createCategory", tag, "Create a category", s.createCategory)
	route(api, "PATCH", "/categories/{category}", "editCategory", tag, "Change a category", s.editCategory)
	route(api, "DELETE", "/categories/{category}", "deleteCategory", tag, "Delete a category that no app is in", s.deleteCategory)
	route(api, "POST", "/categories/{category}/apps", "changeCategory", tag, "Change the category of apps; uncategorized is a category here", s.changeCategory)
}

func (s *Server) listCategories(ctx context.Context, _ *none) (*answer[Categories], error) {
	return view(ctx, s, func(tx store.Tx, _ *domain.Principal) (Categories, error) { return categoriesOf(tx) })
}

func categoriesOf(tx store.Tx) (Categories, error) {
	items, err := tx.ListCategories()
	if err != nil {
		return Categories{}, err
	}
	total, each, err := tx.CountStore()
	return Categories{Items: items, Total: total, Uncategorized: each[domain.Uncategorized], Icons: domain.CategoryIcons}, err
}

func (s *Server) createCategory(ctx context.Context, in *struct{ Body CategoryBody }) (*answer[*domain.Category], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (*domain.Category, error) {
		if err := p.May(domain.ManageCategories, domain.Object{Name: "categories"}); err != nil {
			return nil, err
		}
		c := &domain.Category{ID: domain.NewID(domain.CategoryID), Name: in.Body.Name, Icon: in.Body.Icon, Created: s.now()}
		return s.keepCategory(tx, p, c, "category.create", tx.InsertCategory)
	})
}

// keepCategory writes a category, if it is in order, and says so.
func (s *Server) keepCategory(tx store.Tx, p *domain.Principal, c *domain.Category, action string, keep func(*domain.Category) error) (*domain.Category, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if err := keep(c); err != nil {
		return nil, err
	}
	tx.Notify("store")
	return c, tx.Audit(s.entry(p, action, "category", c.ID, c.Name))
}

func (s *Server) editCategory(ctx context.Context, in *struct {
	Category string `path:"category"`
	Body     struct {
		Based
		CategoryBody
	}
}) (*answer[*domain.Category], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (*domain.Category, error) {
		c, err := useCategory(tx, p, in.Category)
		if err != nil {
			return nil, err
		}
		if err := domain.Stale("category "+c.Name, in.Body.Revision, c.Revision); err != nil {
			return nil, err
		}
		c.Name, c.Icon = in.Body.Name, in.Body.Icon
		return s.keepCategory(tx, p, c, "category.edit", tx.UpdateCategory)
	})
}

func useCategory(tx store.Tx, p *domain.Principal, id string) (*domain.Category, error) {
	if err := p.May(domain.ManageCategories, domain.Object{Name: "categories"}); err != nil {
		return nil, err
	}
	return tx.GetCategory(id)
}

func (s *Server) deleteCategory(ctx context.Context, in *struct {
	Category string `path:"category"`
}) (*none, error) {
	_, err := write(ctx, s, func(tx store.Tx, p *domain.Principal) (*none, error) {
		c, err := useCategory(tx, p, in.Category)
		if err != nil {
			return nil, err
		}
		if err := tx.DeleteCategory(c.ID); err != nil {
			return nil, err
		}
		tx.Notify("store")
		return nil, tx.Audit(s.entry(p, "category.delete", "category", c.ID, c.Name))
	})
	return nil, err
}

func (s *Server) changeCategory(ctx context.Context, in *struct {
	Category string `path:"category"`
	Body     struct {
		Apps []string `json:"apps" maxItems:"100" doc:"Ids"`
	}
}) (*answer[Categories], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (Categories, error) {
		name := "Uncategorized"
		if in.Category != domain.Uncategorized {
			c, err := useCategory(tx, p, in.Category)
			if err != nil {
				return Categories{}, err
			}
			name = c.Name
		}
		for _, id := range in.Body.Apps {
			a, err := useApp(tx, p, id, domain.ManageCategories)
			if err != nil {
				return Categories{}, err
			}
			if err := categorize(tx, p, a, in.Category); err != nil {
				return Categories{}, err
			}
			if _, err := s.keepApp(tx, p, a, "app.categorize", name); err != nil {
				return Categories{}, err
			}
		}
		if err := p.May(domain.ManageCategories, domain.Object{Name: "categories"}); err != nil {
			return Categories{}, err
		}
		return categoriesOf(tx)
	})
}
