package domain

// Permission is what a platform role gives.
type Permission string

// The permissions of platform roles.
const (
	ViewTemplates    Permission = "app-templates.view"
	ManageTemplates  Permission = "app-templates.manage"
	ManageUsers      Permission = "users.manage"
	ManageRoles      Permission = "roles.manage"
	ManageWorkspaces Permission = "workspaces.manage"
	ManageClusters   Permission = "clusters.manage"
	ViewAudit        Permission = "audit.view"
)

// PermissionInfo is what the page of a role shows of a permission.
type PermissionInfo struct {
	Name  Permission `json:"name"`
	Group string     `json:"group"`
	Title string     `json:"title"`
	About string     `json:"about"`
	// Needs are permissions that come with it.
	Needs []Permission `json:"needs,omitempty"`
}

// Permissions is the catalogue, in the order of the page.
var Permissions = []PermissionInfo{
	{Name: ViewTemplates, Group: "App Management", Title: "App Template Viewing", About: "View all app templates, their versions and reviews"},
	{Name: ManageTemplates, Group: "App Management", Title: "App Template Management", About: "Review versions, suspend and activate apps, manage categories", Needs: []Permission{ViewTemplates}},
	{Name: ManageUsers, Group: "Access Control", Title: "User Management", About: "Create, change and remove users"},
	{Name: ManageRoles, Group: "Access Control", Title: "Role Management", About: "Create and change platform roles"},
	{Name: ManageWorkspaces, Group: "Workspaces", Title: "Workspace Management", About: "Create and remove workspaces, and decide who belongs to them"},
	{Name: ManageClusters, Group: "Clusters", Title: "Cluster Management", About: "Register and remove clusters"},
	{Name: ViewAudit, Group: "Platform", Title: "Audit Log", About: "Read what was done, by whom and when"},
}

// WithNeeds completes permissions by what they need, each once, in the order of the catalogue. Unknown ones are an error.
func WithNeeds(given []Permission) ([]Permission, error) {
	wanted := map[Permission]bool{}
	for _, g := range given {
		info := permissionInfo(g)
		if info == nil {
			return nil, Invalidf("body.permissions", "permission", "there is no permission %q", clip(string(g))).With("choose from GET /api/v1/permissions")
		}
		wanted[g] = true
		for _, n := range info.Needs {
			wanted[n] = true
		}
	}
	all := []Permission{}
	for _, p := range Permissions {
		if wanted[p.Name] {
			all = append(all, p.Name)
		}
	}
	return all, nil
}

func permissionInfo(name Permission) *PermissionInfo {
	for i := range Permissions {
		if Permissions[i].Name == name {
			return &Permissions[i]
		}
	}
	return nil
}

func allPermissions() []Permission {
	all := make([]Permission, len(Permissions))
	for i, p := range Permissions {
		all[i] = p.Name
	}
	return all
}
