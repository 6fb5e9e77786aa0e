package store

import "github.com/chandler-dev/chandler/marketplace/domain"

var categories = table[domain.Category]{
	name: "categories", noun: "category", key: "id", taken: "body.name",
	call:     func(c *domain.Category) string { return c.Name },
	identify: func(c *domain.Category) string { return c.ID },
	revision: func(c *domain.Category) *int64 { return &c.Revision },
	fields: func(c *domain.Category) []field {
		name := fold(c.Name)
		return []field{{"id", &c.ID, stored}, {"name", &c.Name, stored}, {"icon", &c.Icon, stored}, {"created", moment{&c.Created}, stored},
			{"revision", &c.Revision, stored}, {"name_key", &name, derived},
			{"coalesce((SELECT apps FROM store_counts WHERE store_counts.category = categories.id), 0)", &c.Apps, computed}}
	},
}

func (x *transaction) InsertCategory(c *domain.Category) error         { return categories.insert(x, c) }
func (x *transaction) GetCategory(id string) (*domain.Category, error) { return categories.get(x, id) }
func (x *transaction) UpdateCategory(c *domain.Category) error         { return categories.update(x, c) }

func (x *transaction) DeleteCategory(id string) error {
	c, err := categories.get(x, id)
	if err != nil {
		return err
	}
	n, err := x.count("SELECT count(*) FROM apps WHERE category = ?", id)
	if err != nil {
		return err
	}
	if n > 0 {
		return inUse("category", c.Name, n, "app is in it", "apps are in it", "give them another category first")
	}
	return categories.delete(x, id)
}

func (x *transaction) ListCategories() ([]*domain.Category, error) {
	return categories.query(x, "ORDER BY name_key", true)
}
