package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
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
	return nil, unfinished()
}

func (s *Server) createCategory(ctx context.Context, in *struct{ Body CategoryBody }) (*answer[*domain.Category], error) {
	return nil, unfinished()
}

func (s *Server) editCategory(ctx context.Context, in *struct {
	Category string `path:"category"`
	Body     struct {
		Based
		CategoryBody
	}
}) (*answer[*domain.Category], error) {
	return nil, unfinished()
}

func (s *Server) deleteCategory(ctx context.Context, in *struct {
	Category string `path:"category"`
}) (*none, error) {
	return nil, unfinished()
}

func (s *Server) changeCategory(ctx context.Context, in *struct {
	Category string `path:"category"`
	Body     struct {
		Apps []string `json:"apps" maxItems:"100" doc:"Ids"`
	}
}) (*answer[Categories], error) {
	return nil, unfinished()
}
