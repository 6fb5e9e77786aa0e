package domain

import (
	"slices"
	"time"
)

// Category is a filter of the store. An app without one is Uncategorized, which is no category and cannot be deleted.
type Category struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Icon     string    `json:"icon" doc:"One of the names of CategoryIcons"`
	Apps     int       `json:"apps" doc:"How many apps the store shows in it"`
	Created  time.Time `json:"created"`
	Revision int64     `json:"revision"`
}

// CategoryIcons are the names of icons that a category may have.
var CategoryIcons = []string{"apps", "brain", "broadcast", "cloud", "code", "coin", "cpu", "database", "device", "files", "flask", "gauge", "git",
	"globe", "key", "lock", "mail", "map", "message", "network", "package", "photo", "plug", "queue", "router", "search", "server", "shield", "stack", "storage", "tool", "users"}

// Uncategorized is what the API calls the apps without category.
const Uncategorized = "uncategorized"

// Check says what is wrong with a category.
func (c *Category) Check() error {
	var icon error
	if !slices.Contains(CategoryIcons, c.Icon) {
		icon = Invalidf("body.icon", "category-icon", "there is no icon %q", clip(c.Icon)).With("choose one of the list")
	}
	return Together("the category is not in order", checkLine("body.name", c.Name, 1, 20), icon)
}
